/** One socket that comes back by itself. */
import { fromServer, REFUSED, SIGNED_OUT, type FromServer, type ToServer } from "./protocol";

export type ConnectionState = "connecting" | "connected" | "reconnecting" | "closed";

export interface ConnectionListener {
  message(message: FromServer): void;
  state(state: ConnectionState, reason: string): void;
}

const HEARTBEAT = 15_000;
/** No word from the server for this long after a heartbeat: the line is dead although nobody said so. */
const SILENCE = 10_000;
const LINE_LOST = 4000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 10_000;
/** A line counts as good after this long. A server that greets and then closes is not hurried by it. */
const PROVEN = 5_000;

export class Connection {
  readonly #address: string;
  readonly #listener: ConnectionListener;
  #socket: WebSocket | null = null;
  #tries = 0;
  #openedAt = Infinity;
  #retry = 0;
  #beat = 0;
  #silence = 0;
  #ended = false;

  constructor(address: string, listener: ConnectionListener) {
    this.#address = address;
    this.#listener = listener;
    window.addEventListener("online", () => this.#again(0));
    window.addEventListener("offline", () => this.#drop());
  }

  /** Is a message sent now likely to arrive? */
  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    this.#listener.state("connecting", "");
    this.#dial();
  }

  /** Send, or tell that the line is down; nothing is kept here. */
  send(message: ToServer): boolean {
    if (!this.open) return false;
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  #dial(): void {
    if (this.#ended || this.#socket) return;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#received(event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code, event.reason));
  }

  #opened(): void {
    this.#openedAt = performance.now();
    this.#listener.state("connected", "");
    this.#beat = window.setInterval(() => this.#heartbeat(), HEARTBEAT);
  }

  #received(data: unknown): void {
    window.clearTimeout(this.#silence);
    const message = fromServer(data);
    if (message === null) return;
    this.#listener.message(message);
  }

  #heartbeat(): void {
    this.send({ type: "heartbeat" });
    window.clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#drop(), SILENCE);
  }

  /** Do not wait for the closing handshake of a line that is gone; its code says that the page itself stays. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.close(LINE_LOST);
    this.#closed(socket, 1006, "");
  }

  #closed(socket: WebSocket, code: number, reason: string): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    window.clearInterval(this.#beat);
    window.clearTimeout(this.#silence);
    if (code === SIGNED_OUT || code === REFUSED) {
      this.#ended = true;
      this.#listener.state("closed", reason);
      if (code === SIGNED_OUT) window.location.reload();
      return;
    }
    this.#listener.state("reconnecting", reason);
    if (performance.now() - this.#openedAt >= PROVEN) this.#tries = 0;
    this.#openedAt = Infinity;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++);
    this.#again(wait * (0.5 + Math.random() / 2));
  }

  #again(wait: number): void {
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => this.#dial(), wait);
  }
}
