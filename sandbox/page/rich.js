// A message's text and entities as elements. Built node by node, so a bot's text is never parsed as markup.

import { h } from "./dom.js";
import { labels } from "./labels.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The URL if it is safe to open, else null. */
export function safeUrl(text) {
  const bare = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(bare);
    return SAFE.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** {bot, payload} if the URL is a bot's deep link, else null. */
export function deepLink(url) {
  const query = url.searchParams;
  if (url.protocol === "tg:" && /resolve/.test(url.href)) {
    const bot = query.get("domain");
    return bot ? { bot, payload: query.get("start") ?? "" } : null;
  }
  if (["t.me", "telegram.me"].includes(url.hostname)) {
    const bot = url.pathname.split("/")[1];
    return bot ? { bot, payload: query.get("start") ?? "" } : null;
  }
  return null;
}

/** A link; deep links call `follow({bot, payload})`, which returns true if it handled the link. */
export function anchor(address, attributes, follow, ...children) {
  const url = safeUrl(address);
  if (!url) return h("span", { class: "no-link" }, ...children);
  const inside = deepLink(url);
  return h(
    "a",
    {
      ...attributes,
      href: url.href,
      target: "_blank",
      rel: "noopener noreferrer",
      onclick: (event) => inside && follow(inside) && event.preventDefault(),
    },
    ...children,
  );
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    element.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
  };
  const element = h(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": labels.reveal, onclick: reveal, onkeydown: reveal },
    ...children,
  );
  return element;
}

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

function wrap(entity, raw, children, on) {
  const tag = PLAIN[entity.type];
  if (tag) return h(tag, {}, ...children);
  switch (entity.type) {
    case "pre":
      return h("pre", {}, h("code", {}, ...children));
    case "blockquote":
    case "expandable_blockquote":
      return h("blockquote", {}, ...children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return anchor(entity.url, {}, on.follow, ...children);
    case "url":
      return anchor(raw, {}, on.follow, ...children);
    case "email":
      return anchor(`mailto:${raw}`, {}, on.follow, ...children);
    case "phone_number":
      return anchor(`tel:${raw.replace(/[^+\d]/g, "")}`, {}, on.follow, ...children);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => on.command(raw) }, ...children);
    default: // kinds without formatting (mention, hashtag, …)
      return h("span", {}, ...children);
  }
}

function build(text, entities, from, to, on) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = build(text, entities.slice(index + 1, next), entity.offset, end, on);
    nodes.push(wrap(entity, text.slice(entity.offset, end), inner, on));
    at = end;
    index = next;
    // a block ends its line, so the newline after it would show as an empty line
    if (["pre", "blockquote", "expandable_blockquote"].includes(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** Nodes for `text`; offsets are UTF-16 units, as JavaScript counts. on: {follow(link), command(text)}. */
export function rich(text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, sorted, 0, text.length, on);
}
