/** The work page: one item on the screen, the next one ready behind it, and a socket that may come and go. */
import { Aside } from "./aside";
import { Clock } from "./clock";
import { Connection, type ConnectionState } from "./connection";
import { Drafts } from "./drafts";
import { HostedFrame } from "./hosted-frame";
import { Outbox } from "./outbox";
import { fits, type Answer, type FromFrame, type FromServer, type Hello, type Item, type Refusal } from "./protocol";
import { Questions } from "./questions";
import { Screen } from "./screen";
import { Toasts } from "./toasts";
import { Visit } from "./visit";

type Said<T extends FromServer["type"]> = Extract<FromServer, { type: T }>;
type Hearing = { readonly [T in FromServer["type"]]: (message: Said<T>) => void };

export class Desk {
  readonly #screen = new Screen();
  readonly #toasts = new Toasts(document.getElementById("toasts")!);
  readonly #clock = new Clock(document.getElementById("clock")!);
  readonly #outbox = new Outbox();
  readonly #visit = new Visit();
  readonly #aside = new Aside(this.#toasts, (type, { assignment }) => this.#giveAway(type, assignment));
  readonly #drafts = new Drafts((assignment, answer, seq) => this.#line.send({ type: "draft", assignment, answer, seq }));
  readonly #questions = new Questions(
    ({ frame: { assignment }, prompt }, seq) => assignment === this.#current?.assignment && this.#line.send({ type: "segment", assignment, seq, prompt }),
  );
  #line!: Connection;
  #current: HostedFrame | null = null;
  #ahead: HostedFrame | null = null;
  #segmenter = false;
  /** Submitted, not yet acknowledged: kept so that a refused answer can be mended. */
  readonly #sent = new Map<number, HostedFrame>();
  /** Declined or given back while the line was down. */
  readonly #untold: { type: "decline" | "release"; assignment: number }[] = [];

  open(job: string): void {
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    this.#line = new Connection(`${scheme}://${window.location.host}/ws/label/${job}/`, {
      message: (message) => this.#hear(message),
      state: (state, reason) => this.#lineIs(state, reason),
    });
    this.#screen.phase("connecting");
    this.#listenToPage();
    this.#line.start();
  }

  readonly #hearing: Hearing = {
    hello: (hello) => this.#greeted(hello),
    item: (item) => this.#take(item),
    started: ({ assignment, deadline }) => this.#deadline(assignment, deadline),
    submitted: ({ assignment, answered }) => this.#acknowledged(assignment, answered),
    draft_saved: () => undefined,
    declined: () => undefined,
    released: () => undefined,
    expired: ({ assignment }) => this.#lost(assignment, "The time for this item ran out. It goes to somebody else."),
    waiting: ({ open }) => this.#waiting(open),
    finished: ({ status }) => this.#finished(status),
    progress: (progress) => this.#screen.progress(progress),
    segmented: ({ assignment, seq, mask, reason }) => this.#questions.answered(assignment, seq, mask, reason),
    error: (refusal) => this.#refused(refusal),
    heartbeat: () => undefined,
  };

  #hear(message: FromServer): void {
    (this.#hearing[message.type] as ((message: FromServer) => void) | undefined)?.(message);
  }

  #lineIs(state: ConnectionState, reason: string): void {
    this.#screen.connection(state, this.#outbox.size);
    if (state !== "connected") this.#questions.dropped();
    if (state === "closed") this.#end("error", "This page is closed", reason);
  }

  /** After every (re)connect: first what the server may not know, then what it holds for us. */
  #greeted(hello: Hello): void {
    this.#screen.job(hello);
    this.#clock.set(hello.now, hello.job.time_limit);
    this.#segmenter = hello.segmenter;
    this.#visit.limit = hello.job.time_limit;
    for (const { type, assignment } of this.#untold.splice(0)) this.#line.send({ type, assignment });
    for (const [assignment, answer] of this.#outbox.all()) this.#line.send({ type: "submit", assignment, answer });
    this.#line.send({ type: "next" });
    this.#questions.greeted();
    if (this.#current) this.#start(this.#current);
    this.#drafts.flush();
  }

  #take(item: Item): void {
    if (this.#outbox.has(item.assignment) || this.#aside.has(item.assignment)) return;
    if (this.#knows(item.assignment)) return this.#deadline(item.assignment, item.deadline);
    if (item.slot === "current" && this.#current) {
      this.#lost(this.#current.assignment, "The item on the screen was no longer yours. Here is another one.", false);
    }
    const frame = new HostedFrame(item, this.#screen.frames, (from, said) => this.#frameSaid(from, said), this.#segmenter);
    if (!this.#current) return this.#show(frame);
    this.#ahead?.remove();
    this.#ahead = frame;
  }

  #knows(assignment: number): boolean {
    return this.#current?.assignment === assignment || this.#ahead?.assignment === assignment;
  }

  #show(frame: HostedFrame): void {
    this.#current = frame;
    frame.show();
    this.#screen.phase("working");
    this.#clock.run(frame.deadline);
    if (!frame.started) this.#start(frame);
  }

  #start(frame: HostedFrame): void {
    frame.started = this.#line.send({ type: "start", assignment: frame.assignment });
  }

  /** Put the next item on the screen, which is loaded already, or say that it is coming. */
  #advance(): void {
    const next = this.#ahead;
    this.#ahead = this.#current = null;
    if (next) return this.#show(next);
    this.#clock.run(null);
    this.#screen.phase("loading", "One moment", this.#line.open ? "" : "The next item comes as soon as the line is back.");
  }

  #frameSaid(frame: HostedFrame, said: FromFrame): void {
    if (said.type === "ready" && frame.loads > 1) this.#questions.forget(frame);
    if (frame !== this.#current) return;
    switch (said.type) {
      case "change":
        return fits(said.answer) ? this.#drafts.changed(frame.assignment, said.answer) : undefined;
      case "submit":
        return this.#submit(frame, said.answer);
      case "key":
        // A frame that has keys of its own shows its own list of them.
        if (said.key === "Escape") this.#screen.closeDialogs();
        else if (frame.shortcuts.length === 0) this.#screen.toggleKeys([]);
        return;
      case "segment":
        return this.#questions.ask({ frame, seq: said.seq, prompt: said.prompt });
      case "problem":
        return void this.#toasts.show({ text: `This item's page has a fault: ${said.message}`, tone: "bad" });
    }
  }

  #submit(frame: HostedFrame, answer: Answer): void {
    if (!fits(answer)) {
      frame.tell({ type: "busy", busy: false });
      this.#toasts.show({ text: "This answer is longer than 10 MB. Make it smaller, then submit again.", tone: "bad" });
      return;
    }
    frame.tell({ type: "busy", busy: true });
    frame.hide();
    this.#aside.settle();
    this.#drafts.forget(frame.assignment);
    this.#outbox.put(frame.assignment, answer);
    this.#sent.set(frame.assignment, frame);
    const gone = this.#line.send({ type: "submit", assignment: frame.assignment, answer });
    this.#visit.done(performance.now() - frame.shownAt);
    this.#advance();
    if (!gone) this.#screen.connection("reconnecting", this.#outbox.size);
  }

  #acknowledged(assignment: number, answered: number): void {
    this.#outbox.take(assignment);
    this.#sent.get(assignment)?.remove();
    this.#sent.delete(assignment);
    this.#screen.answered(answered);
    this.#visit.answered = answered;
  }

  /** Something the server would not do. An answer it refuses comes back on the screen, unless the item is gone. */
  #refused({ code, message, assignment, refused }: Refusal): void {
    const gone = assignment !== undefined && (code === "LeaseLost" || code === "JobEnded");
    if (gone) this.#lost(assignment, message);
    // The tool that asked says it.
    if (assignment !== undefined && refused === "segment") this.#questions.refused(assignment, message);
    if (gone || refused === "segment") return;
    this.#toasts.show({ text: message, tone: "bad", life: 10_000 });
    if (assignment === undefined || refused !== "submit") return;
    const frame = this.#sent.get(assignment);
    if (!this.#outbox.take(assignment) || !frame) return;
    this.#sent.delete(assignment);
    frame.tell({ type: "busy", busy: false });
    this.#putBack(frame);
  }

  /** Back on the screen; what was there waits behind it. */
  #putBack(frame: HostedFrame): void {
    this.#ahead?.remove();
    this.#ahead = this.#current;
    this.#ahead?.hide();
    this.#show(frame);
  }

  #lost(assignment: number, why: string, advance = true): void {
    this.#toasts.show({ text: why, tone: "bad" });
    this.#outbox.take(assignment);
    this.#drafts.forget(assignment);
    this.#sent.get(assignment)?.remove();
    this.#sent.delete(assignment);
    if (this.#ahead?.assignment === assignment) {
      this.#ahead.remove();
      this.#ahead = null;
    }
    if (this.#current?.assignment !== assignment) return;
    this.#current.remove();
    this.#current = null;
    if (advance) this.#advance();
  }

  #deadline(assignment: number, deadline: string): void {
    const frame = [this.#current, this.#ahead].find((one) => one?.assignment === assignment);
    if (!frame) return;
    frame.deadline = deadline;
    if (frame === this.#current) this.#clock.run(deadline);
  }

  #waiting(open: number): void {
    if (this.#current) return;
    const others = open === 1 ? "1 object is" : `${new Intl.NumberFormat().format(open)} objects are`;
    const text = open > 0 ? `${others} still with other people or being prepared.` : "Nothing is open just now, and more may come.";
    this.#screen.phase("waiting", "Waiting for work", `${text} This page fills by itself.`, this.#visit.facts());
  }

  #finished(status: string): void {
    const [title, text] = this.#visit.farewell(status);
    this.#end("finished", title, text);
  }

  #end(phase: "finished" | "error", title: string, text: string): void {
    for (const frame of [this.#current, this.#ahead]) frame?.remove();
    this.#current = this.#ahead = null;
    this.#clock.run(null);
    this.#screen.phase(phase, title, text, this.#visit.facts());
  }

  #setAside(type: "decline" | "release"): void {
    const frame = this.#current;
    if (!frame) return;
    frame.hide();
    this.#drafts.flush();
    const text = type === "decline" ? "Declined. Somebody else gets it." : "Given back.";
    this.#aside.put(frame, { type, text }, (back) => this.#putBack(back));
    this.#advance();
  }

  #giveAway(type: "decline" | "release", assignment: number): void {
    if (!this.#line.send({ type, assignment })) this.#untold.push({ type, assignment });
  }

  #listenToPage(): void {
    const menu = document.getElementById("menu")!;
    for (const type of ["decline", "release"] as const) {
      document.getElementById(type)!.addEventListener("click", () => {
        menu.hidePopover();
        this.#setAside(type);
      });
    }
    const keys = (): void => this.#screen.toggleKeys(this.#current?.shortcuts ?? []);
    document.getElementById("open-shortcuts")!.addEventListener("click", () => {
      menu.hidePopover();
      keys();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "?" && !event.ctrlKey && !event.metaKey) keys();
    });
    window.addEventListener("pagehide", () => {
      this.#drafts.flush();
      this.#aside.settle();
    });
    // A phone may end a page that is out of sight without another word.
    document.addEventListener("visibilitychange", () => document.hidden && this.#drafts.flush());
  }
}
