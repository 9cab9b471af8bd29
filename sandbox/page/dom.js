// Small help for building elements. Text always goes in as text, never as markup.

/** h("div", {class: "x", onclick: f, "aria-label": "…"}, "text", child, null): one element. */
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
  link: "M8 16 16.5 7.5M9.5 7.5h7v7",
};

/** One of the line icons; decoration only, the element around it carries the label. */
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

/** Makes `parent`'s children exactly `nodes`, moving only what is out of place (focus and scroll survive). */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

const CJK = /^[\u3400-\u9fff\uf900-\ufaff]+$/;

/** A person's name in the order their script expects. */
export function fullName(person) {
  const { first_name: first, last_name: last } = person;
  if (last && CJK.test(first) && CJK.test(last)) return last + first;
  return last ? `${first} ${last}` : first;
}

/** What stands in the round picture of somebody without a picture. */
export function initials(person) {
  const { first_name: first, last_name: last } = person;
  if (CJK.test(first)) return [...(last || first)][0];
  return ([...first][0] + (last ? [...last][0] : "")).toUpperCase();
}
