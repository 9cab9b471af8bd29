// Calls the server: requests by POST, changes by server-sent events.

export class RequestError extends Error {
  /** code: a key of labels.errors; detail: the gesture's error message, or "". */
  constructor(code, detail = "") {
    super(detail || code);
    this.code = code;
    this.detail = detail;
  }
}

/** POST /page/{name}; resolves to the JSON response. Throws RequestError, also if the server is offline. */
export async function post(name, body = {}) {
  let response;
  try {
    response = await fetch(`/page/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new RequestError("offline");
  }
  const json = await response.json().catch(() => ({}));
  if (!response.ok) throw new RequestError(json.code ?? "failed", json.code === "gesture" ? json.error : "");
  return json;
}

const SILENCE_TIMEOUT = 15_000; // ms without an event before we reconnect; the server sends one at least every 5 s
const RECONNECT_DELAY = 2_000; // ms before we reconnect

/** Keeps an event stream open. on: {state, patch, beat} get data; on.connected gets true or false. */
export function listen(on) {
  let source = null;
  let lastEvent = performance.now();
  let timer = 0;

  function reconnect() {
    source.close();
    on.connected(false);
    clearTimeout(timer);
    timer = setTimeout(connect, RECONNECT_DELAY);
  }
  function connect() {
    lastEvent = performance.now();
    source = new EventSource("/page/events");
    source.onerror = reconnect;
    for (const kind of ["state", "patch", "beat"]) {
      source.addEventListener(kind, (event) => {
        lastEvent = performance.now();
        on.connected(true);
        on[kind](JSON.parse(event.data));
      });
    }
  }
  setInterval(() => {
    if (source.readyState !== EventSource.CLOSED && performance.now() - lastEvent > SILENCE_TIMEOUT) reconnect();
  }, 1_000);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}
