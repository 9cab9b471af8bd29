// Dialogs and notices.

import { h } from "./dom.js";
import { labels } from "./labels.js";

let serial = 0;

function field(spec) {
  const id = `field-${(serial += 1)}`;
  const { label, hint, options, ...attributes } = spec;
  const control = options
    ? h("select", { id, ...attributes }, ...options.map(([value, text, selected]) => h("option", { value, selected }, text)))
    : h("input", { id, ...attributes });
  return h("p", { class: "field" }, h("label", { for: id }, label, hint ? h("small", {}, ` ${hint}`) : null), control);
}

/** Shows a dialog; resolves to {name: value} of its fields, or null if it is cancelled. */
export function ask({ title, text, yes, fields = [], testid = "dialog" }) {
  return new Promise((resolve) => {
    const heading = `dialog-${(serial += 1)}`;
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", { id: heading }, title),
      text ? h("p", { class: "words" }, text) : null,
      ...fields.map(field),
      h(
        "div",
        { class: "choices" },
        h("button", { type: "button", class: "chip quiet", "data-testid": "no", onclick: () => dialog.close() }, labels.cancel),
        h("button", { type: "submit", class: "chip strong", value: "yes", "data-testid": "yes" }, yes),
      ),
    );
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": heading, "data-testid": testid }, form);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    if (!fields.length) form.querySelector("[value=yes]").focus();
  });
}

/** Shows a bot's alert. */
export function alertBox(text) {
  const dialog = h(
    "dialog",
    { class: "dialog alert", "aria-label": text, "data-testid": "alert" },
    h("form", { method: "dialog" }, h("p", { class: "words" }, text), h("div", { class: "choices" }, h("button", { class: "chip strong", "data-testid": "ok" }, labels.ok))),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Shows a notice for some seconds at the bottom of the page, with `detail` in small print. */
export function note(text, detail = "") {
  const element = h("div", { class: "toast", "data-testid": "toast" }, h("span", {}, text), detail ? h("small", {}, detail) : null);
  const host = document.querySelector(".notes");
  host.append(element);
  while (host.children.length > 3) host.firstChild.remove();
  setTimeout(() => element.remove(), 6_000);
}

/** Shows the label of a RequestError; throws any other error again. */
export function showError(error) {
  if (!error.code) throw error;
  note(labels.errors[error.code] ?? labels.errors.failed, error.detail);
}
