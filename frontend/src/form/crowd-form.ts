import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { controls } from "../design/controls";
import type { Json } from "../elements/attributes";
import { CrowdElement } from "../elements/crowd-element";
import { INSTRUCTIONS, Regions } from "../elements/regions";
import { settled } from "../elements/upgrade";
import { hasPage, tellPage } from "../frame/messages";
import { modalStyles } from "../layout/modal-styles";
import { narrowLayoutStyles } from "../layout/narrow-layout-styles";
import { PageLayout } from "../layout/page-layout";
import { pageLayoutStyles } from "../layout/page-layout-styles";
import { isAnswerSource, type Answer, type AnswerSource, type Lockable } from "./answer-source";
import { crowdFormStyles } from "./crowd-form-styles";
import { LateSources } from "./late-sources";
import { LightForm } from "./light-form";
import { restore, serialise, sourcesOf, type Source } from "./serialise";
import { hasFullPage, SubmitButton, widgetAround, widgetsNaming } from "./submit-button";
import { firstFault } from "./validate";

/**
 * `<crowd-form>`: holds a template's inputs and widgets, and turns them into one answer.
 *
 * On upgrade its children move into one light `<form>` (`form`), keeping their identity. `submit()` fires a cancellable
 * `submit` event (so `onsubmit` handlers run, unlike with a native form), then validates, then serialises, then hands
 * the answer to the page around the frame, or prints it (`#answers-box`) if there is none.
 *
 * With `short-instructions` or `full-instructions` as direct children it draws the page layout around its content.
 *
 * Hooks for third parties: `_serializeForm()` and `_submitHelperForm(fields)` may be overridden. The attribute
 * `answer-format`, which another service reads, changes nothing here.
 */
export class CrowdForm extends CrowdElement {
  static override styles = [controls, pageLayoutStyles, narrowLayoutStyles, modalStyles, crowdFormStyles];

  /** The light form that holds the template's content. */
  readonly form: HTMLFormElement;

  /** An answer is being stored: Submit is locked. */
  @property({ type: Boolean, reflect: true }) busy = false;

  @state() private fault: string | null = null;
  @state() private printed: string | null = null;

  readonly #regions = new Regions(this, INSTRUCTIONS, false);
  readonly #layout = new PageLayout(this, this.#regions);
  readonly #light: LightForm;
  readonly #button = new SubmitButton();
  readonly #late = new LateSources();
  readonly #observer = new MutationObserver(() => this.#added());
  #dispatching = false;
  #askedWhileDispatching = false;

  constructor() {
    super();
    this.#light = new LightForm(this, () => this.submit());
    this.form = this.#light.form;
    this.addEventListener("reset", this.#resetting);
    this.addEventListener("input", this.#corrected);
    this.addEventListener("change", this.#corrected);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#arrange();
    this.#observer.observe(this, { childList: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override updated(): void {
    this.#arrange();
    for (const element of [...this.#elsewhere, ...this.querySelectorAll("*")]) if (isLockable(element)) element.busy = this.busy;
  }

  /** Does the form draw the page layout itself? */
  get paged(): boolean {
    return INSTRUCTIONS.some((name) => this.#regions.get(name) !== null);
  }

  /** Everything that takes part in the answer, in document order. */
  get sources(): Source[] {
    return [...this.#elsewhere.flatMap((widget) => [widget, ...sourcesOf(widget)]), ...sourcesOf(this, this.form)];
  }

  /** Widgets outside that are a part of this form's answer: the one around it, if in no other form, and those naming it. */
  get #elsewhere(): AnswerSource[] {
    const around = widgetAround(this);
    const alone = around && !around.closest("crowd-form") ? [around] : [];
    return [...alone, ...widgetsNaming(this)].filter(isAnswerSource);
  }

  /** The template's form around the widget in whose shadow root this one stands: that one submits. */
  get #outer(): CrowdForm | null {
    return widgetAround(this)?.closest<CrowdForm>("crowd-form") ?? null;
  }

  /** The answer as it stands, not validated. */
  get answer(): Answer {
    return serialise(this.sources);
  }

  /** Submit as the worker would. Ignored while an earlier answer is being stored. */
  submit(): void {
    const outer = this.#outer;
    if (outer) return outer.submit();
    if (this.#dispatching) this.#askedWhileDispatching = true;
    if (this.#dispatching || this.busy) return;
    if (this.#handlersAgree()) this.#take();
  }

  /** All fields and widgets back to their initial values; a native reset button does the same. */
  reset(): void {
    this.#light.reset();
  }

  /** Fill inputs and widgets from an answer: the inverse of `answer`. What scripts add later gets its part then. */
  restore(answer: Answer): void {
    const { sources } = this;
    restore(sources, answer);
    this.#late.begin(answer, sources);
  }

  /** Hook: the fields to post. `taskAnswers` is a JSON list with the one answer. */
  _serializeForm(): { taskAnswers: string } {
    return { taskAnswers: JSON.stringify([this.answer]) };
  }

  /** Hook: hand the fields over. */
  _submitHelperForm(fields: { taskAnswers: string }): void {
    const [answer] = JSON.parse(fields.taskAnswers) as [Answer];
    if (hasPage()) {
      this.busy = true;
      tellPage({ type: "submit", answer });
    } else {
      this.printed = JSON.stringify(answer satisfies Json, null, 2);
    }
    this.emit("crowd-submitted");
  }

  #added(): void {
    this.#arrange();
    if (!this.#late.waiting) return;
    this.#late.serve(this.sources);
    // An element that is the first of its kind takes part once it is loaded.
    void settled(this.ownerDocument).then(() => this.#late.serve(this.sources));
  }

  /** Everything at its place, now and whenever a script adds something. */
  #arrange(): void {
    this.#light.collect(this.#button.element);
    this.toggleAttribute("paged", this.paged);
    this.toggleAttribute("filled", hasFullPage(this));
    this.#button.revise(this.form, this.paged);
  }

  readonly #resetting = (event: Event): void => {
    if (event.target !== this.form || event.defaultPrevented) return;
    this.#late.end();
    for (const source of this.sources) if (isAnswerSource(source)) source.reset();
    this.#complain(null);
    // The native inputs follow when this event is through.
    setTimeout(() => this.emit("crowd-change"));
  };

  /** What was wrong is being worked on; the fields still show what is left. */
  readonly #corrected = (event: Event): void => {
    this.#late.leave(event.target);
    if (event.target instanceof Element) event.target.removeAttribute("aria-invalid");
    if (this.fault !== null) this.#complain(null);
  };

  /** The cancellable event. A handler that itself calls `submit()` means it, even if it prevents the event. */
  #handlersAgree(): boolean {
    this.#dispatching = true;
    this.#askedWhileDispatching = false;
    try {
      const agreed = this.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      return agreed || this.#askedWhileDispatching;
    } finally {
      this.#dispatching = false;
    }
  }

  #take(): void {
    const fault = firstFault(this.sources);
    this.#complain(fault || null);
    if (fault !== null) return;
    this.#late.end();
    this._submitHelperForm(this._serializeForm());
  }

  #complain(fault: string | null): void {
    this.fault = fault;
    if (this.paged) this.#layout.message = fault;
  }

  override render(): TemplateResult {
    const plain = !this.paged && !hasFullPage(this);
    const content = html`
      <crowd-array name="taskAnswers"><crowd-task><slot></slot></crowd-task></crowd-array>
    `;
    return html`
      <form id="helper-form" method="post" hidden></form>
      <div id="react-mount-point">
        <div id="crowd-form-content" class=${plain ? "paper" : ""} role=${plain ? "main" : nothing}>
          ${this.paged ? this.#page(content) : content}
        </div>
      </div>
      <div id="errors-box" role="alert">
        ${this.fault && !this.paged ? html`<p class="alert warn">${this.fault}</p>` : nothing}
      </div>
      <div id="answers-box" ?hidden=${this.printed === null}>
        <strong>The answer this would submit</strong>
        <pre tabindex="0">${this.printed}</pre>
        <button type="button" class="normal" @click=${() => (this.printed = null)}>Close</button>
      </div>
    `;
  }

  #page(content: TemplateResult): TemplateResult {
    const own = this.#button.ownIn(this.form);
    return this.#layout.render({
      title: this.getAttribute("header") ?? this.#regions.get("full-instructions")?.getAttribute("header") ?? document.title,
      target: html`<div class="paper sheet">${content}</div>`,
      submit: own ? null : { busy: this.busy, answered: true, run: () => this.submit() },
    });
  }
}

function isLockable(element: Element): element is Lockable {
  return element instanceof CrowdElement && "busy" in element;
}
