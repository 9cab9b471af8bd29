// The house's clock and the buttons that move it forward.

import { post } from "./api.js";
import { ask, showError, note } from "./dialogs.js";
import { labels } from "./labels.js";
import { timesOf } from "./messages.js";

const find = (name) => document.querySelector(`[data-testid="${name}"]`);

export class Clock {
  #asking = false; // whether this page has a pending request
  #times = null;

  constructor(house) {
    this.house = house;
    this.element = find("clock");
    this.full = this.element.querySelector(".full");
    this.brief = this.element.querySelector(".brief");
    this.time = this.element.querySelector(".clock-time");
    this.playing = find("playing");
    this.progress = document.querySelector(".progress span");
    this.buttons = [...document.querySelectorAll("[data-clock]")];
    find("advance-15").addEventListener("click", () => this.#move({ minutes: 15 }));
    find("advance-60").addEventListener("click", () => this.#move({ minutes: 60 }));
    find("morning").addEventListener("click", () => this.#move({ until: "morning" }));
    find("pick").addEventListener("click", () => this.#pick());
    find("reset").addEventListener("click", () => this.#reset());
    setInterval(() => this.draw(), 250);
  }

  /** Redraws the clock after a change of language or time zone. */
  relabel() {
    this.#times = timesOf(this.house.zone);
    this.draw();
  }

  draw() {
    if (!this.house.clock || !this.#times) return;
    const now = this.house.now();
    const [hour, minute, second] = this.#times.seconds.format(now).split(":");
    const day = this.#times.full.format(now);
    if (this.full.textContent !== day) {
      this.full.textContent = day;
      this.brief.textContent = this.#times.brief.format(now);
    }
    const shown = `${hour}:${minute}`;
    if (this.time.dataset.shown !== `${shown}:${second}`) {
      const small = document.createElement("small");
      small.textContent = `:${second}`;
      this.time.replaceChildren(shown, small);
      this.time.dataset.shown = `${shown}:${second}`;
      this.element.setAttribute("aria-label", labels.clock(`${day} ${shown}`));
    }
    this.#drawBusy(now);
  }

  #drawBusy(now) {
    const busy = this.house.clock.busy;
    const word = { play: labels.playing, reset: labels.resetting }[busy?.kind] ?? "";
    if (this.playing.textContent !== word) this.playing.textContent = word;
    document.body.classList.toggle("is-busy", Boolean(busy));
    document.body.classList.toggle("is-vague", busy?.kind === "reset");
    if (busy?.kind === "play") {
      const from = Date.parse(busy.from);
      const done = Math.min(1, Math.max(0.02, (now - from) / (Date.parse(busy.until) - from)));
      this.progress.style.transform = `scaleX(${done})`;
    }
    const shut = Boolean(busy) || this.#asking || !this.house.online;
    for (const button of this.buttons) if (button.disabled !== shut) button.disabled = shut;
  }

  async #ask(name, body) {
    this.#asking = true;
    this.draw();
    try {
      await post(name, body);
    } catch (error) {
      showError(error);
    } finally {
      this.#asking = false;
      this.draw();
    }
  }

  #move(body) {
    return this.#ask("clock", body);
  }

  async #pick() {
    const soon = this.#times.local(this.house.now() + 60_000);
    const told = await ask({
      title: labels.pickTitle,
      text: labels.pickText,
      yes: labels.pickYes,
      testid: "pick-dialog",
      fields: [{ label: labels.pickLabel, type: "datetime-local", name: "until", min: soon, value: soon, required: true }],
    });
    if (!told) return;
    if (told.until) await this.#move({ until: told.until });
    else note(labels.errors.moment);
  }

  async #reset() {
    const told = await ask({ title: labels.resetTitle, text: labels.resetText, yes: labels.resetYes, testid: "reset-dialog" });
    if (told) await this.#ask("reset", {});
  }
}
