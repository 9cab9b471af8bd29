// One pane: its people, the current chat, and the composer.

import { post } from "./api.js";
import { Composer } from "./composer.js";
import { alertBox, showError, note } from "./dialogs.js";
import { arrange, fullName, h, icon } from "./dom.js";
import { labels } from "./labels.js";
import { summary } from "./media.js";
import { avatar, lastOwn, Messages, timesOf } from "./messages.js";
import { deepLink, safeUrl } from "./rich.js";

const NEAR = 48; // px from the bottom that count as being at the bottom

export class Pane {
  #drafts = new Map();
  #chips = new Map(); // person → {signature, node}
  #atBottom = true; // whether the list was at the bottom at the last scroll
  #drawn = null;
  #pin = null; // the id of the pinned message shown

  /** on: {newBuyer(), follow(link, person) → bool, read()} */
  constructor(house, id, on) {
    this.house = house;
    this.id = id;
    this.on = on;
    this.person = null;
    this.title = h("h2", { id: `title-${id}` });
    this.bot = h("p", { class: "pane-bot" });
    this.people = h("div", { class: "people", role: "radiogroup" });
    this.add = h("button", { type: "button", class: "person add", "data-testid": "new-buyer", onclick: this.on.newBuyer }, icon("plus"));
    this.list = h("ol", { class: "messages", role: "log", tabindex: "0" });
    this.empty = h("div", { class: "empty" });
    this.toasts = h("div", { class: "pane-toasts", role: "status", "aria-live": "polite" });
    this.latest = h("button", { type: "button", class: "latest", hidden: true, "data-testid": "latest", onclick: () => this.#toBottom(true) });
    this.block = h("button", { type: "button", class: "round block", "data-testid": "block", onclick: () => this.#block(true) }, icon("block"));
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true, "data-testid": "pinned", onclick: () => this.#jump(this.#pin) });
    this.composer = new Composer(id, {
      send: (text, reply) => this.#send(text, reply),
      edit: (message, text) => this.#did("edit", { message_id: message, text }),
      contact: () => this.#did("contact", {}),
      media: (kind, file) => this.#did("media", { kind, ...file }),
      large: () => note(labels.errors.large),
      last: () => lastOwn(this.house.chatOf(this.pane, this.person), this.person),
      unblock: () => this.#block(false),
    });
    this.messages = new Messages(this.list, house, {
      follow: (link) => this.on.follow(link, this.person),
      command: (text) => this.#send(text, null),
      tap: (message, button, element) => this.#tap(message, button, element),
      copy: (text) => navigator.clipboard.writeText(text).then(() => this.#toast(labels.copied)),
      reply: (message) => this.#reply(message),
      edit: (message) => this.composer.edit(message),
      jump: (message) => this.#jump(message),
    });
    this.element = h(
      "section",
      { class: "pane", id: `pane-${id}`, "data-testid": `pane-${id}`, "aria-labelledby": `title-${id}` },
      h("header", { class: "pane-head" }, h("div", { class: "pane-title" }, this.title, this.bot), h("div", { class: "people-row" }, this.people, id === "buyers" ? this.add : null, this.block)),
      this.pinned,
      h("div", { class: "talk" }, this.list, this.empty, this.toasts, this.latest),
      this.composer.element,
    );
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // When a keyboard opens or a phone turns, stay at the bottom.
    new ResizeObserver(() => this.#atBottom && this.#toBottom(false)).observe(this.list);
    this.people.addEventListener("wheel", (event) => event.deltaX || (this.people.scrollLeft += event.deltaY), { passive: true });
    this.people.addEventListener("keydown", (event) => this.#walk(event));
  }

  get pane() {
    return this.house.panes.find((pane) => pane.id === this.id);
  }

  get key() {
    return this.house.keyOf(this.pane, this.person);
  }

  /** Whether this pane is visible; a phone shows one at a time. */
  get seen() {
    return !document.hidden && this.element.offsetParent !== null;
  }

  /** Redraws everything; clears drafts and the chosen person if the house is new. */
  draw(moved) {
    if (moved) {
      this.#drafts.clear();
      this.person = null;
      this.composer.draft = "";
      this.composer.replyTo(null);
      this.people.scrollLeft = 0;
    }
    if (!this.pane.people.includes(this.person)) this.person = this.pane.people[0];
    const name = fullName(this.house.people[this.person]);
    this.title.textContent = labels.panes[this.id] ?? this.id;
    this.bot.textContent = this.pane.bot ? this.#botName() : this.pane.title;
    this.people.setAttribute("aria-label", { buyers: labels.asBuyer, office: labels.asOffice }[this.id] ?? labels.asGroup);
    this.list.setAttribute("aria-label", labels.panes[this.id] ?? this.id);
    this.composer.label(name);
    this.#drawChat();
    this.drawPeople();
  }

  /** Switches to another person. */
  choose(person, focus = false) {
    if (person !== this.person) {
      this.composer.edit(null);
      this.#drafts.set(this.person, this.composer.draft);
      this.person = person;
      this.composer.replyTo(null);
      this.composer.draft = this.#drafts.get(person) ?? "";
      this.draw(false);
      this.on.read();
    }
    const button = this.people.querySelector(`[data-person="${person}"]`);
    button?.scrollIntoView({ block: "nearest", inline: "center" });
    if (focus) button?.focus();
  }

  #botName() {
    const bot = this.house.bots[this.pane.bot];
    return bot?.name ?? `@${this.pane.bot}`;
  }

  /** Draws the people to choose from. Unchanged chips stay, so that a press is not interrupted. */
  drawPeople() {
    const kept = new Map();
    const focused = document.activeElement?.dataset.person;
    for (const id of this.pane.people) {
      const unread = this.pane.bot && id !== this.person ? this.house.unread(this.pane, id) : 0;
      const signature = JSON.stringify([this.house.people[id], unread, id === this.person, labels.code]);
      const old = this.#chips.get(id);
      kept.set(id, old?.signature === signature ? old : { signature, node: this.#chip(id, unread) });
    }
    this.#chips = kept;
    const had = this.people.contains(document.activeElement);
    this.add.setAttribute("aria-label", labels.newBuyer);
    this.add.title = labels.newBuyer;
    arrange(this.people, [...kept.values()].map(({ node }) => node));
    if (had && focused) kept.get(Number(focused))?.node.focus({ preventScroll: true });
  }

  #chip(id, unread) {
    const person = this.house.people[id];
    const role = person.role?.[labels.code] ?? "";
    const name = fullName(person);
    return h(
      "button",
      {
        type: "button",
        class: "person",
        role: "radio",
        "aria-checked": String(id === this.person),
        "aria-label": [name, role, unread ? labels.unread(unread) : ""].filter(Boolean).join(", "),
        tabindex: id === this.person ? "0" : "-1",
        "data-testid": "person",
        "data-person": id,
        onclick: () => this.choose(id),
      },
      avatar(person, id),
      h("span", { class: "who" }, h("b", {}, name), role ? h("small", {}, role) : null),
      unread ? h("span", { class: "badge", "data-testid": "unread" }, unread > 99 ? "99+" : unread) : null,
    );
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.dataset.person) return;
    event.preventDefault();
    const people = this.pane.people;
    this.choose(people[(people.indexOf(this.person) + step + people.length) % people.length], true);
  }

  #drawChat() {
    const chat = this.house.chatOf(this.pane, this.person);
    const key = `${this.house.generation} ${this.key} ${this.person}`;
    const switched = this.#drawn !== key;
    this.#drawn = key;
    const stayAtBottom = switched || this.#atBottom;
    this.list.setAttribute("aria-live", switched ? "off" : "polite");
    this.messages.draw(key, chat, this.person, !this.pane.bot, timesOf(this.house.zone));
    this.composer.commands(chat.commands?.[this.person] ?? []);
    this.composer.keyboard(chat.keyboard ?? null);
    this.composer.bar(Boolean(chat.blocked));
    this.block.hidden = !this.pane.bot || chat.blocked || !chat.messages.length;
    this.block.title = labels.block;
    this.block.setAttribute("aria-label", labels.block);
    this.#drawPinned(chat.pinned);
    this.#drawEmpty(chat);
    const own = chat.messages.at(-1)?.from?.id === this.person;
    if (stayAtBottom || own) this.#toBottom(false);
    this.mark();
  }

  #drawPinned(message) {
    this.#pin = message?.id ?? null;
    this.pinned.hidden = !message;
    if (message) this.pinned.replaceChildren(icon("pin"), h("b", {}, labels.pinned), h("span", {}, summary(message)));
  }

  #drawEmpty(chat) {
    this.empty.hidden = chat.messages.length > 0;
    if (this.empty.hidden) return this.empty.replaceChildren();
    const start = h(
      "button",
      { type: "button", class: "chip strong", "data-testid": "start", onclick: () => this.on.follow({ bot: this.pane.bot, payload: "" }, this.person) },
      labels.start,
    );
    return arrange(this.empty, [
      h("img", { src: "/page/assets/icon.svg", alt: "", width: "52", height: "52" }),
      h("h3", {}, labels.emptyTitle),
      h("p", {}, this.pane.bot ? labels.emptyBot(this.#botName()) : labels.emptyGroup),
      ...(this.pane.bot ? [start] : []),
    ]);
  }

  /** Marks visible messages as read and updates the unread count. */
  mark() {
    if (this.seen && this.#atBottom) this.house.markRead(this.pane, this.person);
    const below = this.#atBottom ? 0 : this.house.unread(this.pane, this.person);
    this.latest.hidden = this.#atBottom;
    this.latest.replaceChildren(icon("down"), below ? h("span", { class: "badge" }, below) : "");
    this.latest.setAttribute("aria-label", below ? `${labels.latest}, ${labels.unread(below)}` : labels.latest);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    const atBottom = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atBottom === this.#atBottom) return;
    this.#atBottom = atBottom;
    this.mark();
    if (atBottom) this.on.read();
  }

  #toBottom(gently) {
    this.#atBottom = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: gently ? "smooth" : "instant" });
  }

  #jump(id) {
    const target = this.list.querySelector(`[data-id="${id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.classList.remove("flash");
    requestAnimationFrame(() => target?.classList.add("flash"));
  }

  #reply(message) {
    const known = this.house.people[message.from.id];
    this.composer.replyTo({ id: message.id, name: known ? fullName(known) : message.from.name, text: summary(message) });
  }

  // -- gestures
  async #do(name, body) {
    try {
      return await post(name, { chat: this.key, speaker: this.person, ...body });
    } catch (error) {
      showError(error);
      return null;
    }
  }

  async #did(name, body) {
    return (await this.#do(name, body)) !== null;
  }

  #send(text, reply) {
    return this.#did("send", { text, ...(reply ? { reply_to: reply } : {}) });
  }

  #block(blocked) {
    return this.#did("block", { blocked });
  }

  async #tap(message, button, element) {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const told = await this.#do("tap", { message_id: message.id, data: button.callback_data });
    const answer = told && (await this.house.answerTo(told.query));
    element.removeAttribute("aria-busy");
    if (answer?.url) this.#visit(answer.url);
    if (!answer?.text) return;
    if (answer.alert) alertBox(answer.text);
    else this.#toast(answer.text);
  }

  #visit(address) {
    const url = safeUrl(address);
    const inside = url && deepLink(url);
    if (inside && this.on.follow(inside, this.person)) return;
    if (url) open(url, "_blank", "noopener");
  }

  #toast(text) {
    const element = h("div", { class: "toast", "data-testid": "toast" }, text);
    this.toasts.replaceChildren(element);
    setTimeout(() => element.remove(), 3_000 + 60 * text.length);
  }
}
