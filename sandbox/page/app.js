// The page: three panes of chats side by side, and the house's clock above them.

import { listen, post } from "./api.js";
import { Clock } from "./clock.js";
import { ask, showError, note } from "./dialogs.js";
import { fullName, h } from "./dom.js";
import { House } from "./house.js";
import { fill, labels, speak } from "./labels.js";
import { Pane } from "./pane.js";

const house = new House();
const clock = new Clock(house);
const panes = new Map(); // id → Pane
const tabs = new Map(); // id → {button, badge}
const find = (name) => document.querySelector(`[data-testid="${name}"]`);
const tablist = document.querySelector(".tabs");
let shown = null; // the id of the pane that a phone shows

// Remove the claim link from the address at once, so that a reload does not use it again.
const address = new URL(location.href);
let claim = address.searchParams.get("open")
  ? { bot: address.searchParams.get("open"), payload: address.searchParams.get("start") ?? "" }
  : null;
if (claim) history.replaceState(null, "", address.pathname);

function buildPanes() {
  for (const { id } of house.panes) {
    if (panes.has(id)) continue;
    const pane = new Pane(house, id, { newBuyer, follow, read: badges });
    panes.set(id, pane);
    find("panes").append(pane.element);
    const badge = h("span", { class: "badge", hidden: true });
    const button = h(
      "button",
      { type: "button", role: "tab", class: "tab", id: `tab-${id}`, "data-testid": `tab-${id}`, "aria-controls": `pane-${id}`, onclick: () => show(id) },
      h("span", { class: "tab-name" }),
      badge,
    );
    tabs.set(id, { button, badge });
    tablist.append(button);
  }
  if (!shown) show(house.panes[0].id);
}

function show(id) {
  shown = id;
  for (const [each, { button }] of tabs) {
    button.setAttribute("aria-selected", String(each === id));
    button.tabIndex = each === id ? 0 : -1;
    panes.get(each).element.classList.toggle("active", each === id);
  }
  panes.get(id).mark();
  badges();
}

tablist.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const ids = [...tabs.keys()];
  const next = ids[(ids.indexOf(shown) + step + ids.length) % ids.length];
  show(next);
  tabs.get(next).button.focus();
});

function badges() {
  for (const [id, { button, badge }] of tabs) {
    const pane = house.panes.find((each) => each.id === id);
    if (!pane) continue;
    const count = house.unreadOf(pane, panes.get(id).person ?? pane.people[0]);
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : count;
    button.querySelector(".tab-name").textContent = labels.panes[id] ?? id;
    button.setAttribute("aria-label", [labels.panes[id] ?? id, count ? labels.unread(count) : ""].filter(Boolean).join(", "));
    panes.get(id).drawPeople();
  }
}

function draw(moved = false) {
  buildPanes();
  for (const pane of panes.values()) pane.draw(moved);
  find("house").textContent = house.names[labels.code] ?? "";
  badges();
}

function relabel() {
  fill();
  const other = find("lang");
  other.textContent = labels.other;
  other.setAttribute("aria-label", labels.otherAria);
  other.lang = labels.code === "zh" ? "en" : "zh-Hans";
  find("banner").textContent = labels.lost;
  clock.relabel();
  if (house.panes.length) draw();
}

async function newBuyer() {
  const { languages } = labels;
  const told = await ask({
    title: labels.buyerTitle,
    text: labels.buyerText,
    yes: labels.buyerYes,
    testid: "buyer-dialog",
    fields: [
      ...(labels.code === "zh" ? ["last", "first"] : ["first", "last"]).map((part) => ({
        label: labels[part],
        hint: part === "last" ? labels.optional : "",
        name: `${part}_name`,
        maxlength: "64",
        required: part === "first",
        autocomplete: "off",
      })),
      {
        label: labels.speaks,
        name: "language",
        options: Object.entries(languages).map(([code, name]) => [code, name, code === { zh: "zh-hans", en: "en" }[labels.code]]),
      },
    ],
  });
  if (!told) return;
  try {
    const { id } = await post("buyer", told);
    await known(id);
    panes.get("buyers").choose(id, true);
  } catch (error) {
    showError(error);
  }
}

/** Resolves once the event stream has delivered person `id`. */
function known(id) {
  if (house.people[id]) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (!house.people[id]) return;
      house.removeEventListener("change", look);
      resolve();
    };
    house.addEventListener("change", look);
  });
}

/** The pane of the private chats with a bot, or undefined; usernames ignore case. */
const homeOf = (bot) => house.panes.find((each) => each.bot?.toLowerCase() === bot.toLowerCase());

/** Opens a bot's deep link as `person` in that bot's pane; returns false if no pane has the bot. */
function follow({ bot, payload }, person) {
  const home = homeOf(bot);
  if (!home) return false;
  if (home.people.includes(person)) {
    show(home.id);
    panes.get(home.id).choose(person);
    post("open", { speaker: person, bot: home.bot, payload }).catch(showError);
  } else note(labels.errors.elsewhere); // a link cannot be opened as another person
  return true;
}

async function offerClaim() {
  const { bot, payload } = claim;
  claim = null;
  const home = homeOf(bot);
  if (!home) return note(labels.errors.bot);
  const owner = home.people.at(-1);
  show(home.id);
  panes.get(home.id).choose(owner);
  const told = await ask({
    title: labels.claimTitle,
    text: labels.claimText(fullName(house.people[owner])),
    yes: labels.claimYes,
    testid: "claim-dialog",
  });
  return told && follow({ bot, payload }, owner);
}

house.addEventListener("change", ({ detail }) => {
  clock.relabel();
  draw(detail.moved);
  if (claim) offerClaim();
});
house.addEventListener("clock", () => clock.draw());
house.addEventListener("connection", () => {
  find("banner").hidden = house.online;
  clock.draw();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !panes.size) return;
  for (const pane of panes.values()) pane.mark();
  badges();
});
matchMedia("(max-width: 760px)").addEventListener("change", () => panes.size && draw());

find("lang").addEventListener("click", async () => {
  speak(labels.code === "zh" ? "en" : "zh");
  relabel();
  await post("language", { code: labels.code }).catch(showError);
});

relabel();
listen({
  state: (state) => house.applyState(state),
  patch: (patch) => house.applyPatch(patch),
  beat: (beat) => house.applyBeat(beat),
  connected: (online) => house.setOnline(online),
});
