// A chat's messages as list items: days, bubbles, inline keyboards. Only changed items are redrawn.

import { arrange, fullName, h, icon, initials } from "./dom.js";
import { labels } from "./labels.js";
import { attachment, summary } from "./media.js";
import { anchor, rich } from "./rich.js";

const TOGETHER = 10 * 60_000; // ms within which a sender's messages are grouped

/** Formats dates and times in the house's time zone. */
class Times {
  constructor(zone) {
    const format = (options) => new Intl.DateTimeFormat(labels.locale, { timeZone: zone, ...options });
    this.hour = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
    this.day = format({ weekday: "long", day: "numeric", month: "long" });
    this.full = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.brief = format({ weekday: "short", day: "numeric", month: "short" });
    this.wall = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
  }

  /** "2026-11-22T08:00": what a datetime-local field takes. */
  local(ms) {
    return this.wall.format(ms).replace(" ", "T");
  }

  date(ms) {
    return this.local(ms).slice(0, 10);
  }
}

let cached = { of: "", times: null };

/** The Times of a zone in the page's language. */
export function timesOf(zone) {
  const of = `${zone} ${labels.code}`;
  if (cached.of !== of) cached = { of, times: new Times(zone) };
  return cached.times;
}

export function avatar(person, id) {
  return h("span", { class: `avatar hue-${Math.abs(Number(id)) % 6}`, "aria-hidden": "true" }, initials(person));
}

const AMENDED = ["photo", "document", "voice", "video"]; // kinds whose captions can be edited

/** The newest message of `speaker`, or null if it cannot be edited. */
export function lastOwn(chat, speaker) {
  const last = chat.messages.findLast((message) => message.from.id === speaker && !message.service);
  if (!last || last.contact || (last.media && !AMENDED.includes(last.media.kind))) return null;
  return last;
}

export class Messages {
  #nodes = new Map(); // key → {content, signature, node}; new content means an edit, a new signature means redraw
  #shown = null; // the key of the chat and speaker drawn

  /** on: {follow, command, tap(message, button, element), copy(text), reply(message), edit(message), jump(id)} */
  constructor(list, house, on) {
    this.list = list;
    this.house = house;
    this.on = on;
  }

  /** Draws `chat` as `speaker` sees it; `key` identifies both, so that a switch is not taken for edits. */
  draw(key, chat, speaker, group, times) {
    const same = this.#shown === key;
    if (!same) this.#nodes.clear();
    this.#shown = key;
    const kept = new Map();
    const nodes = [];
    const place = (id, content, manner, make) => {
      const old = this.#nodes.get(id);
      const signature = content + manner;
      const node = old?.signature === signature ? old.node : make(old);
      kept.set(id, { content, signature, node });
      nodes.push(node);
    };
    const byId = new Map(chat.messages.map((message) => [message.id, message]));
    const editable = lastOwn(chat, speaker)?.id;
    let before = null;
    for (const message of chat.messages) {
      const at = Date.parse(message.at);
      const day = times.date(at);
      if (!before || before.day !== day) place(day, day, labels.code, () => this.#day(at, times));
      const follows =
        before?.day === day && before.from === message.from.id && !before.service && at - before.at < TOGETHER;
      const quoted = message.reply_to ? byId.get(message.reply_to) : null;
      const mine = message.from.id === speaker;
      const content = JSON.stringify(message);
      const amend = message.id === editable;
      const manner = JSON.stringify([follows, quoted && summary(quoted), mine, amend, labels.code, this.#faces(message)]);
      place(message.id, content, manner, (old) => {
        const look = { message, follows, quoted, mine, amend, group, at };
        const node = message.service ? this.#service(message) : this.#message(look, times);
        if (same && !old) node.classList.add("fresh");
        if (old && old.content !== content) node.classList.add("flash");
        this.#keepFocus(old?.node, node);
        return node;
      });
      before = { day, at, from: message.from.id, service: message.service };
    }
    this.#nodes = kept;
    arrange(this.list, nodes);
  }

  #faces({ from, about }) {
    return [from, ...about].map(({ id }) => this.house.people[id]);
  }

  /** Moves the focus from a redrawn message to the button in the same position. */
  #keepFocus(old, node) {
    if (!old?.contains(document.activeElement)) return;
    const index = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    queueMicrotask(() => {
      const now = node.querySelectorAll("button, a");
      (now[Math.min(index, now.length - 1)] ?? this.list).focus({ preventScroll: true });
    });
  }

  #day(at, times) {
    return h("li", { class: "day" }, h("span", {}, times.day.format(at)));
  }

  #service(message) {
    return h("li", { class: "service", "data-testid": "message", "data-id": message.id }, h("span", {}, this.#event(message)));
  }

  #event({ service, from, about }) {
    const name = (who) => (this.house.people[who.id] ? fullName(this.house.people[who.id]) : who.name);
    const [who, whom] = [name(from), about.map(name).join(labels.and)];
    const alone = about.length === 1 && about[0].id === from.id;
    return labels.services[alone ? `${service}_alone` : service]?.(who, whom) ?? service;
  }

  #sender(message) {
    const person = this.house.people[message.from.id];
    if (!person) return { name: message.from.name, role: "" };
    return { name: fullName(person), role: person.role?.[labels.code] ?? "" };
  }

  #message({ message, follows, quoted, mine, amend, group, at }, times) {
    const { name, role } = this.#sender(message);
    const bubble = h("div", { class: "bubble" });
    if (group && !mine && !follows) {
      bubble.append(
        h("p", { class: `sender hue-${Math.abs(message.from.id) % 6}` }, name, role ? h("span", { class: "tag" }, role) : null),
      );
    }
    if (quoted) {
      const jump = () => this.on.jump(quoted.id);
      bubble.append(
        h("button", { type: "button", class: "quoted", onclick: jump }, h("b", {}, this.#sender(quoted).name), h("span", {}, summary(quoted))),
      );
    }
    if (message.contact) bubble.append(this.#contact(message.contact));
    if (message.media) bubble.append(attachment(message.media));
    const body = h("div", { class: "text", dir: "auto" }, ...rich(message.text, message.entities, this.on));
    const meta = h(
      "span",
      { class: "meta" },
      message.edited ? h("i", {}, labels.edited) : null,
      h("time", { datetime: message.at }, times.hour.format(at)),
    );
    body.append(meta);
    bubble.append(body);
    const item = h("li", {
      class: `message ${mine ? "mine" : "theirs"}${follows ? " follows" : ""}`,
      "data-testid": "message",
      "data-id": message.id,
      "data-from": mine ? "me" : message.from.bot ? "bot" : "person",
    });
    const column = h("div", { class: message.buttons.length ? "column with-keys" : "column" }, bubble);
    if (message.buttons.length) column.append(this.#keys(message));
    if (group && !mine) {
      item.append(
        follows
          ? h("span", { class: "avatar none", "aria-hidden": "true" })
          : avatar(this.house.people[message.from.id] ?? { first_name: message.from.name }, message.from.id),
      );
    }
    item.append(column);
    if (amend) {
      item.append(
        h("button", { type: "button", class: "reply-to", "data-testid": "edit", "aria-label": labels.edit, title: labels.edit, onclick: () => this.on.edit(message) }, icon("edit")),
      );
    }
    if (group) {
      item.append(
        h("button", { type: "button", class: "reply-to", "aria-label": labels.replyTo(name), title: labels.reply, onclick: () => this.on.reply(message) }, icon("reply")),
      );
    }
    return item;
  }

  #contact(contact) {
    return h(
      "div",
      { class: "card" },
      h("span", { class: "card-icon" }, icon("phone")),
      h("span", {}, h("b", {}, [contact.first_name, contact.last_name].filter(Boolean).join(" ")), h("span", {}, contact.phone_number)),
    );
  }

  #keys(message) {
    const key = (button) => {
      if (button.url) return anchor(button.url, { class: "key", "data-testid": "button" }, this.on.follow, button.text, icon("link"));
      if (button.copy_text) return h("button", { type: "button", class: "key", "data-testid": "button", onclick: () => this.on.copy(button.copy_text.text) }, button.text);
      const element = h(
        "button",
        { type: "button", class: "key", "data-testid": "button", onclick: () => this.on.tap(message, button, element) },
        button.text,
      );
      return element;
    };
    return h("div", { class: "keys" }, ...message.buttons.map((row) => h("div", { class: "row" }, ...row.map(key))));
  }
}
