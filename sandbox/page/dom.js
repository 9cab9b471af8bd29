// Helpers for building elements. Text is always inserted as text, never as markup.

/** h("div", {class: "x", onclick: f, "aria-label": "…"}, "text", child, null) creates an element. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  send: "M4 12 20 4l-5 16-3.2-6.2L4 12Zm7.8 1.8L20 4",
  slash: "M7 3.5h10a3.5 3.5 0 0 1 3.5 3.5v10a3.5 3.5 0 0 1-3.5 3.5H7A3.5 3.5 0 0 1 3.5 17V7A3.5 3.5 0 0 1 7 3.5ZM14 8l-4 8",
  keyboard: "M3.5 6.5h17v11h-17zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8",
  reply: "M9 7 4 12l5 5M4.5 12H14c3.5 0 6 2 6 6",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  phone: "M7 4h2.5l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5V17a3 3 0 0 1-3 3A13 13 0 0 1 4 7a3 3 0 0 1 3-3Z",
  plus: "M12 5v14M5 12h14",
  attach: "M19 11.5 12.2 18.3a4.4 4.4 0 0 1-6.2-6.2l7.4-7.4a3 3 0 0 1 4.2 4.2l-7.3 7.3a1.5 1.5 0 0 1-2.1-2.1l6.6-6.6",
  photo: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9h.01",
  place: "M12 20.5s6.5-5.6 6.5-10.6a6.5 6.5 0 1 0-13 0c0 5 6.5 10.6 6.5 10.6ZM12 12a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  voice: "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  sticker: "M19.5 12.5v-5a3 3 0 0 0-3-3h-9a3 3 0 0 0-3 3v9a3 3 0 0 0 3 3h5l7-7ZM12.5 19.5v-4a3 3 0 0 1 3-3h4M9 9.5h.01M14 9.5h.01M9 13c.8.8 1.8 1.2 3 1.1",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M12 11v6M9.5 14.5 12 17l2.5-2.5",
  poll: "M6 19V11M12 19V5M18 19v-5",
  video: "M4 6.5h11v11H4zM15 11l5-3v8l-5-3",
  edit: "M5 19l.8-3.6L16.2 5a1.8 1.8 0 0 1 2.6 2.6L8.4 18.2 5 19Z",
  pin: "M9 4h6l-.7 6 3.2 3.5h-11L9.7 10 9 4ZM12 13.5V20",
  block: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM6.5 6.5l11 11",
  link: "M8 16 16.5 7.5M9.5 7.5h7v7",
};

/** A line icon; it is decorative, so the element around it needs the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Makes `nodes` the children of `parent`, moving as few as possible so that focus and scroll stay. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

const CJK = /^[\u3400-\u9fff\uf900-\ufaff]+$/;

/** A person's full name, family name first in Chinese. */
export function fullName(person) {
  const { first_name: first, last_name: last } = person;
  if (last && CJK.test(first) && CJK.test(last)) return last + first;
  return last ? `${first} ${last}` : first;
}

/** The initials for a person's avatar. */
export function initials(person) {
  const { first_name: first, last_name: last } = person;
  if (CJK.test(first)) return [...(last || first)][0];
  return ([...first][0] + (last ? [...last][0] : "")).toUpperCase();
}

/** A size in bytes as readable text. */
export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KB"] : [bytes / 1024 ** 2, "MB"];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}
