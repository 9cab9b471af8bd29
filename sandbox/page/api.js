// The line to the house: questions by POST, news by server-sent events.

export class Refused extends Error {
  /** code: a key of labels.errors; detail: Telegram's own words, or "". */
  constructor(code, detail = "") {
    super(detail || code);
    this.code = code;
    this.detail = detail;
  }
}

/** POST /page/{name}; the JSON answer. Raises Refused, also when nobody answers. */
export async function post(name, body = {}) {
  let answer;
  try {
    answer = await fetch(`/page/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused("offline");
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(json.code ?? "failed", json.code === "gesture" ? json.error : "");
  return json;
}

const SILENCE = 15_000; // ms without a word (the house speaks every 5 s) before the line counts as dead
const PATIENCE = 2_000; // ms between attempts

/** Keeps a line open for ever. on: {state, patch, beat} get data; on.line gets true (up) or false (down). */
export function listen(on) {
  let source = null;
  let heard = performance.now();
  let again = 0;

  function redial() {
    source.close();
    on.line(false);
    clearTimeout(again);
    again = setTimeout(dial, PATIENCE);
  }
  function dial() {
    heard = performance.now();
    source = new EventSource("/page/events");
    source.onerror = redial;
    for (const kind of ["state", "patch", "beat"]) {
      source.addEventListener(kind, (event) => {
        heard = performance.now();
        on.line(true);
        on[kind](JSON.parse(event.data));
      });
    }
  }
  setInterval(() => {
    if (source.readyState !== EventSource.CLOSED && performance.now() - heard > SILENCE) redial();
  }, 1_000);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && dial());
  dial();
}
