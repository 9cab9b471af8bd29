// The menu of media that can be sent.

import { h, icon } from "./dom.js";
import { labels } from "./labels.js";

const KINDS = { photo: "photo", location: "place", voice: "voice", sticker: "sticker" }; // kind → icon
const LARGEST = 10 * 1024 * 1024; // bytes

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export class Attach {
  /** on: {media(kind, {content, name}), large()} */
  constructor(id, on) {
    this.on = on;
    this.button = h("button", { type: "button", class: "round", "data-testid": "attach", "aria-haspopup": "menu", onclick: () => this.#toggle() }, icon("attach"));
    this.list = h("ul", { class: "commands attachments", role: "menu", id: `attach-${id}`, hidden: true });
    this.button.setAttribute("aria-controls", this.list.id);
    this.file = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", hidden: true, "data-testid": "file" });
    this.file.addEventListener("change", () => this.#chosen());
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.list.contains(event.target) && !this.button.contains(event.target)) this.shut();
    });
    this.shut();
  }

  get open() {
    return !this.list.hidden;
  }

  shut() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  label() {
    this.button.setAttribute("aria-label", labels.attach);
    this.button.title = labels.attach;
    this.list.setAttribute("aria-label", labels.attach);
    const item = ([kind, picture]) =>
      h(
        "li",
        { role: "presentation" },
        h("button", { type: "button", role: "menuitem", class: "command-item", "data-testid": `attach-${kind}`, onclick: () => this.#choose(kind) }, icon(picture), h("span", {}, labels.media[kind])),
      );
    this.list.replaceChildren(...Object.entries(KINDS).map(item));
  }

  #toggle() {
    if (this.open) return this.shut();
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    return this.list.querySelector("button").focus();
  }

  #choose(kind) {
    this.shut();
    this.button.focus();
    if (kind === "photo") this.file.click();
    else this.on.media(kind, {});
  }

  async #chosen() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    if (file.size > LARGEST) this.on.large();
    else this.on.media("photo", { content: await base64(file), name: file.name.slice(-64) });
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.list.querySelectorAll("button")];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }
}
