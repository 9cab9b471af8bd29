// Small questions in the middle of the page. Each resolves once, and gives the focus back where it was.

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

/** Asks; resolves to {name: value} of the fields, or null when the person would rather not. */
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

/** A bot's alert: something said that wants to be seen. */
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

/** A line at the foot of the page that goes by itself; `detail` is set smaller under it. */
export function note(text, detail = "") {
  const element = h("div", { class: "toast", "data-testid": "toast" }, h("span", {}, text), detail ? h("small", {}, detail) : null);
  const host = document.querySelector(".notes");
  host.append(element);
  while (host.children.length > 3) host.firstChild.remove();
  setTimeout(() => element.remove(), 6_000);
}

/** Says courteously what could not be done. */
export function excuse(error) {
  if (!error.code) throw error;
  note(labels.errors[error.code] ?? labels.errors.failed, error.detail);
}
