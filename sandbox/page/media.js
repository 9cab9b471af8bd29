// A message's media as elements, and one-line summaries of messages.

import { h, icon, sizeOf } from "./dom.js";
import { labels } from "./labels.js";

const address = (media) => `/page/file/${encodeURIComponent(media.file)}`;

function card(name, title, detail, attributes = {}) {
  const tag = attributes.href ? "a" : "div";
  return h(
    tag,
    { class: "card", ...attributes },
    h("span", { class: "card-icon" }, icon(name)),
    h("span", {}, h("b", {}, title), detail ? h("span", {}, detail) : null),
  );
}

function seconds(duration) {
  return `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`;
}

const DRAWN = {
  photo: (media) => {
    const { width, height } = media.facts;
    const picture = h("img", { class: "photo", src: address(media), width, height, alt: labels.media.photo, loading: "lazy", "data-testid": "photo" });
    return h("a", { class: "photo-frame", href: address(media), target: "_blank", rel: "noopener" }, picture);
  },
  document: (media) =>
    card("file", media.name, sizeOf(media.size), {
      href: address(media),
      download: media.name,
      "aria-label": labels.download(media.name),
      "data-testid": "document",
    }),
  voice: (media) => card("voice", labels.media.voice, seconds(media.facts.duration)),
  video: (media) => card("video", labels.media.video, seconds(media.facts.duration)),
  location: (media) => card("place", labels.media.location, `${media.facts.latitude.toFixed(4)}, ${media.facts.longitude.toFixed(4)}`),
  sticker: (media) => h("p", { class: "sticker", role: "img", "aria-label": labels.media.sticker }, media.facts.emoji),
  poll: (media) => card("poll", media.facts.question, media.facts.options.map((option) => option.text).join(" · ")),
};

/** The element of a message's media. */
export function attachment(media) {
  return DRAWN[media.kind](media);
}

/** A message in one line: its text, or else the kind of its media. */
export function summary(message) {
  if (message.text) return message.text;
  if (message.media) return message.media.name && message.media.kind === "document" ? message.media.name : labels.media[message.media.kind];
  return message.contact ? message.contact.phone_number : "";
}
