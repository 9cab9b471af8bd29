// The composer: text field, command list, reply or edit preview, reply keyboard.

import { Attach } from "./attach.js";
import { arrange, h, icon } from "./dom.js";
import { labels } from "./labels.js";

export class Composer {
  #commands = [];
  #filter = null; // null: the list is closed; "": open; "/bo": open, only commands with this prefix
  #keyboard = null;
  #folded = false;
  #replying = null; // {id, name, text}
  #editing = null; // {id, text}: the message being edited

  /**
   * on: {send(text, replyTo), edit(id, text), contact(), media(kind, file), large(), last(), unblock()}.
   * `last` returns the message that can be edited; the others may be async. `send` and `edit` resolve to success.
   */
  constructor(id, on) {
    this.on = on;
    this.menu = h("button", { type: "button", class: "round", "data-testid": "menu", "aria-haspopup": "listbox", onclick: () => this.#toggleMenu() }, icon("slash"));
    this.field = h("textarea", { rows: "1", "data-testid": "composer", autocomplete: "off", enterkeyhint: "send", maxlength: "4096" });
    this.fold = h("button", { type: "button", class: "round", "data-testid": "keyboard", onclick: () => this.#toggleKeyboard() }, icon("keyboard"));
    this.submit = h("button", { type: "submit", class: "round send", "data-testid": "send" }, icon("send"));
    this.list = h("ul", { class: "commands", role: "listbox", id: `commands-${id}`, hidden: true });
    this.menu.setAttribute("aria-controls", this.list.id);
    this.quote = h("div", { class: "replying", hidden: true });
    this.keys = h("div", { class: "reply-keys", role: "group", hidden: true });
    this.attach = new Attach(id, on);
    this.form = h("form", { class: "composer" }, this.menu, this.attach.button, this.attach.file, this.field, this.fold, this.submit);
    this.barred = h("p", { class: "barred", hidden: true });
    this.element = h("footer", { class: "foot" }, this.list, this.attach.list, this.quote, this.form, this.barred, this.keys);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape());
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.list.contains(event.target) && !this.menu.contains(event.target)) this.#open(null);
    });
    this.label("");
    this.#drawKeyboard();
  }

  /** Relabels the controls; `who` is the name of the person who writes. */
  label(who) {
    this.who = who;
    this.field.placeholder = labels.composeShort;
    this.field.setAttribute("aria-label", labels.compose(who));
    for (const [element, text] of [[this.menu, labels.commands], [this.fold, labels.keyboard], [this.submit, labels.send]]) {
      element.setAttribute("aria-label", text);
      element.title = text;
    }
    this.attach.label();
    this.barred.replaceChildren(
      labels.blocked,
      h("button", { type: "button", class: "chip", "data-testid": "unblock", onclick: this.on.unblock }, labels.unblock),
    );
    this.list.setAttribute("aria-label", labels.commands);
    this.keys.setAttribute("aria-label", labels.keyboard);
  }

  get draft() {
    return this.field.value;
  }

  set draft(text) {
    this.field.value = text;
    this.#typed();
    this.#open(null);
  }

  commands(list) {
    this.#commands = list;
    if (this.#filter !== null) this.#open(this.#filter);
  }

  keyboard(rows) {
    if (JSON.stringify(rows) === JSON.stringify(this.#keyboard)) return;
    this.#keyboard = rows;
    this.#folded = false;
    this.#drawKeyboard();
  }

  replyTo(target) {
    if (this.#editing) this.draft = "";
    this.#editing = null;
    this.#replying = target;
    if (target) this.#above("reply", target.name, target.text, labels.cancelReply, () => this.replyTo(null));
    else this.#below();
  }

  /** Starts editing a message in the field; null ends editing. */
  edit(target) {
    if (!target && !this.#editing) return;
    this.#replying = null;
    this.#editing = target;
    this.draft = target?.text ?? "";
    if (target) this.#above("edit", labels.editing, target.text, labels.cancelEdit, () => this.edit(null));
    else this.#below();
  }

  /** Shows only an unblock button while the bot is blocked. */
  bar(blocked) {
    if (this.form.hidden === blocked) return;
    if (blocked) this.replyTo(null);
    this.form.hidden = blocked;
    this.barred.hidden = !blocked;
    this.#drawKeyboard();
  }

  #above(sign, title, text, cancel, dismiss) {
    this.quote.hidden = false;
    this.quote.replaceChildren(
      icon(sign),
      h("p", {}, h("b", {}, title), h("span", {}, text)),
      h("button", { type: "button", class: "round", "aria-label": cancel, onclick: dismiss }, icon("close")),
    );
    this.field.focus();
  }

  #below() {
    this.quote.hidden = true;
    this.quote.replaceChildren();
  }

  #drawKeyboard() {
    this.fold.hidden = !this.#keyboard;
    this.fold.setAttribute("aria-expanded", String(!this.#folded));
    this.keys.hidden = !this.#keyboard || this.#folded || this.form.hidden;
    const key = (button) =>
      h(
        "button",
        { type: "button", class: "reply-key", "data-testid": "reply-button", onclick: () => (button.request_contact ? this.on.contact() : this.on.send(button.text, null)) },
        button.request_contact ? icon("phone") : null,
        h("span", {}, button.text),
      );
    arrange(this.keys, (this.#keyboard ?? []).map((row) => h("div", { class: "row" }, ...row.map(key))));
  }

  #toggleKeyboard() {
    this.#folded = !this.#folded;
    this.#drawKeyboard();
  }

  #toggleMenu() {
    this.#open(this.#filter === null ? "" : null);
    if (this.#filter !== null) this.list.querySelector("button")?.focus();
  }

  #open(filter) {
    const matching = filter === null ? [] : this.#commands.filter(({ command }) => `/${command}`.startsWith(filter || "/"));
    const shut = filter === null || (filter !== "" && !matching.length);
    this.#filter = shut ? null : filter;
    this.list.hidden = shut;
    this.menu.setAttribute("aria-expanded", String(!shut));
    if (shut) return this.list.replaceChildren();
    const item = ({ command, description, bot }) =>
      h(
        "li",
        { role: "presentation" },
        h(
          "button",
          { type: "button", role: "option", class: "command-item", "data-testid": "command", onclick: () => this.#choose(command, bot) },
          h("b", {}, `/${command}`, bot ? h("small", {}, `@${bot}`) : null),
          h("span", {}, description),
        ),
      );
    return this.list.replaceChildren(
      ...(matching.length ? matching.map(item) : [h("li", { class: "none" }, labels.noCommands)]),
    );
  }

  #choose(command, bot) {
    this.#open(null);
    this.field.focus();
    this.on.send(bot ? `/${command}@${bot}` : `/${command}`, null);
    if (this.field.value.startsWith("/")) this.draft = "";
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (at + step < 0 || at + step >= items.length) this.field.focus();
    else items[at + step].focus();
  }

  #escape() {
    if (this.attach.open) {
      this.attach.shut();
      this.attach.button.focus();
    } else if (this.#filter !== null) {
      this.#open(null);
      this.field.focus();
    } else if (this.#editing) this.edit(null);
    else if (this.#replying) this.replyTo(null);
  }

  #key(event) {
    // During IME composition, Enter belongs to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && this.#filter !== null) {
      event.preventDefault();
      this.list.querySelector("li:last-child button")?.focus();
    } else if (event.key === "ArrowUp" && !this.field.value && this.on.last()) {
      event.preventDefault();
      this.edit(this.on.last());
    } else if (event.key === "ArrowDown" && this.#filter !== null) {
      event.preventDefault();
      this.list.querySelector("button")?.focus();
    }
  }

  #typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 132)}px`;
    this.submit.classList.toggle("ready", this.field.value.trim() !== "");
    this.#open(/^\/[a-z0-9_]*$/.test(this.field.value) ? this.field.value : null);
  }

  async #send() {
    const text = this.field.value.trim();
    if (this.#editing) await this.#amend(this.#editing, text);
    else if (text) await this.#say(text);
  }

  async #say(text) {
    const [reply, who] = [this.#replying, this.who];
    this.draft = "";
    this.replyTo(null);
    if (await this.on.send(text, reply?.id ?? null)) return;
    if (this.who !== who) return;
    if (!this.draft) this.draft = text; // sending failed: restore the text
    if (reply) this.replyTo(reply);
  }

  async #amend(target, text) {
    this.edit(null);
    if (text === target.text || (await this.on.edit(target.id, text)) || this.draft) return;
    this.edit(target);
    this.draft = text;
  }
}
