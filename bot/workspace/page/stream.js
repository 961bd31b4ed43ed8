/** The live stream of one person: it comes back by itself and misses nothing. */

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

export class Stream {
  #socket = null;
  #timer = null;
  #wait = FIRST_WAIT_MS;
  #closed = false;

  /** `api` gives the address, `since()` the last frame seen; frames go to `onFrame`. */
  constructor({ api, since, onFrame, onState }) {
    this.api = api;
    this.since = since;
    this.onFrame = onFrame;
    this.onState = onState;
    this.#connect();
  }

  #connect() {
    const socket = new WebSocket(this.api.streamUrl(this.since()));
    this.#socket = socket;
    socket.onopen = () => {
      this.#wait = FIRST_WAIT_MS;
      this.onState(true);
    };
    socket.onmessage = (event) => this.onFrame(JSON.parse(event.data));
    socket.onclose = () => this.#again(socket);
  }

  #again(socket) {
    if (this.#closed || socket !== this.#socket) return;
    this.onState(false);
    this.#timer = setTimeout(() => this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  /** Drops the connection and opens it again from the last frame seen. */
  restart() {
    clearTimeout(this.#timer);
    const old = this.#socket;
    this.#connect();
    old?.close();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }
}
