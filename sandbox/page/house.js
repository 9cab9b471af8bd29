// The page's model: the server's last state with its changes, and what each person has read.

export class House extends EventTarget {
  generation = null;
  names = {};
  zone = "UTC";
  clock = null; // {now: ms, busy: null | {kind, from, until}, heard: performance ms}
  people = {};
  bots = {};
  panes = [];
  chats = {}; // key → {…, messages: [sorted by id]}
  online = true;
  #read = new Map(); // chat key → highest message id read
  #answers = new Map(); // callback query id → toast
  #waiting = new Map(); // callback query id → resolve

  applyState(state) {
    const moved = this.generation !== null && this.generation !== state.generation;
    const isNew = this.generation !== state.generation;
    this.#take(state);
    this.generation = state.generation;
    this.chats = state.chats;
    for (const toast of state.toasts) this.#answered(toast);
    if (isNew) {
      this.#read.clear();
      for (const pane of this.panes) for (const person of pane.people) this.markRead(pane, person);
    }
    this.#emit("change", { moved });
  }

  applyPatch(patch) {
    this.#take(patch);
    for (const [key, news] of Object.entries(patch.chats ?? {})) {
      const { upsert = [], gone = [], ...rest } = news;
      const chat = Object.assign((this.chats[key] ??= { messages: [] }), rest);
      const messages = new Map(chat.messages.map((message) => [message.id, message]));
      for (const id of gone) messages.delete(id);
      for (const message of upsert) messages.set(message.id, message);
      chat.messages = [...messages.values()].sort((a, b) => a.id - b.id);
    }
    for (const toast of patch.toasts ?? []) this.#answered(toast);
    this.#emit("change", { moved: false });
  }

  applyBeat(beat) {
    this.#take(beat);
    this.#emit("clock");
  }

  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.#emit("connection");
  }

  #take(news) {
    for (const name of ["names", "zone", "people", "bots", "panes"]) if (name in news) this[name] = news[name];
    if (news.clock) {
      this.clock = { now: Date.parse(news.clock.now), busy: news.clock.busy, heard: performance.now() };
      this.#emit("clock");
    }
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** The house's time in ms; it advances between events, except while the clock is being moved. */
  now() {
    const { now, heard, busy } = this.clock;
    return busy ? now : now + (performance.now() - heard);
  }

  keyOf(pane, person) {
    return pane.bot ? `${pane.bot}:${person}` : String(pane.chat_id);
  }

  chatOf(pane, person) {
    return this.chats[this.keyOf(pane, person)] ?? { messages: [], keyboard: null, commands: {} };
  }

  // -- unread messages, counted per chat
  markRead(pane, person) {
    const key = this.keyOf(pane, person);
    const last = this.chats[key]?.messages.at(-1)?.id ?? 0;
    if (last <= (this.#read.get(key) ?? 0)) return false;
    this.#read.set(key, last);
    return true;
  }

  unread(pane, person) {
    const key = this.keyOf(pane, person);
    const read = this.#read.get(key) ?? 0;
    const own = (message) => !message.from.bot && (pane.bot !== null || message.from.id === person);
    return (this.chats[key]?.messages ?? []).filter((m) => m.id > read && !m.service && !own(m)).length;
  }

  unreadOf(pane, person) {
    if (!pane.bot) return this.unread(pane, person);
    return pane.people.reduce((sum, each) => sum + this.unread(pane, each), 0);
  }

  // -- answers to taps: one may arrive before the tap's POST returns
  #answered(toast) {
    this.#waiting.get(toast.query)?.(toast);
    this.#waiting.delete(toast.query);
    this.#answers.set(toast.query, toast);
    if (this.#answers.size > 200) this.#answers.delete(this.#answers.keys().next().value);
  }

  /** Resolves to the bot's answer to a tap; null after `patience` ms. */
  answerTo(query, patience = 30_000) {
    const known = this.#answers.get(query);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => {
      this.#waiting.set(query, resolve);
      setTimeout(() => this.#waiting.delete(query) && resolve(null), patience);
    });
  }
}
