/**
 * The base of full-page widgets: a tool with a header, instructions, a place to work and a footer with Submit.
 *
 * A tool gives `target()` (and `side()`, `modals()` if it has them), `answer`, `restore`, `reset`, `missing` and its
 * keys; this class does the rest: the layout, Submit, Enter, the message about what is missing, and telling the frame
 * that something changed (`changed()`).
 */
import { html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CanvasKeys, type CanvasKey } from "../canvas/canvas-keys";
import type { Undoable } from "../canvas/history";
import { controls } from "../design/controls";
import { ANSWERS, type Answer, type AnswerSource, type Lockable } from "../form/answer-source";
import { modalStyles } from "../layout/modal-styles";
import { narrowLayoutStyles } from "../layout/narrow-layout-styles";
import { PageLayout } from "../layout/page-layout";
import { pageLayoutStyles } from "../layout/page-layout-styles";
import { sideColumnStyles } from "../layout/side-column-styles";
import { listed, undoKeys } from "../text/undo-keys";
import { CrowdElement } from "./crowd-element";
import { Regions, type RegionName } from "./regions";
import { Shortcuts, type Shortcut } from "./shortcuts";

type Submitting = Element & { submit?: () => void };

export abstract class PageWidget extends CrowdElement implements AnswerSource, Lockable {
  static override styles: CSSResultGroup[] = [controls, pageLayoutStyles, narrowLayoutStyles, sideColumnStyles, modalStyles];

  /** The regions this widget has. */
  static regionNames: readonly RegionName[] = ["full-instructions", "short-instructions"];

  readonly [ANSWERS] = true;

  /** Key of this widget's part in the answer. */
  @property({ reflect: true, useDefault: true }) name = "";

  /** What to do, in the header bar. */
  @property({ reflect: true, useDefault: true }) header = "";

  /** The initial value is a machine's: workers are told, and may throw it away. */
  @property({ type: Boolean, reflect: true }) proposed = false;

  /** An answer is being stored: Submit is locked. */
  @property({ type: Boolean }) busy = false;

  /** Undo and redo in the header; `null` where the tool has its own buttons and keys for them. */
  protected readonly steps: Undoable | null = null;

  protected readonly regions = new Regions(this, (this.constructor as typeof PageWidget).regionNames);
  protected readonly layout: PageLayout = new PageLayout(this, this.regions);

  constructor() {
    super();
    new CanvasKeys(this, () => this.#undoKeys, () => this.layout.covered);
    new Shortcuts(
      this,
      () => this.#keys(),
      () => this.layout.covered,
    );
  }

  /** Keys of the tool while no window is open over it. Enter is added here. */
  protected shortcuts(): Shortcut[] {
    return [];
  }

  /** What keeps the answer from being complete, in the worker's words; `null` if nothing does. */
  protected abstract missing(): string | null;

  /** What is worked on. */
  protected abstract target(): TemplateResult;

  /** The column beside the target. */
  protected side(): TemplateResult | undefined {
    return undefined;
  }

  /** A line on the tool's keys, in the footer before the one on Enter. */
  protected hint(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected modals(): TemplateResult | undefined {
    return undefined;
  }

  /** The form that submits this widget: around it, or named by its `crowd-form-element-id`. */
  protected get form(): Submitting | null {
    const named = this.getAttribute("crowd-form-element-id");
    return this.closest("crowd-form") ?? (named === null ? null : this.ownerDocument.getElementById(named));
  }

  /** Has the worker given an answer? Then Submit stands out. */
  protected get answered(): boolean {
    return this.missing() === null;
  }

  /** Throws away all there is, in one step that can be undone; `null` where there is nothing. */
  protected get discarding(): (() => void) | null {
    return null;
  }

  abstract answer(): Answer;
  abstract restore(answer: Answer): void;
  abstract reset(): void;

  /** Say above the footer what is missing, if anything is; the focus stays where it is. */
  validate(): boolean {
    this.layout.message = this.missing();
    return this.layout.message === null;
  }

  /** Call after every change by the worker. */
  protected changed(): void {
    if (this.layout.message !== null) this.layout.message = this.missing();
    this.requestUpdate();
    this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }

  #keys(): Shortcut[] {
    return [...this.shortcuts(), ...listed(this.#undoKeys), { key: "Enter", label: "Submit", run: () => this.layout.pressSubmit() }];
  }

  get #undoKeys(): CanvasKey[] {
    return this.steps ? undoKeys(this.steps) : [];
  }

  readonly #submit = (): void => this.form?.submit?.();

  override render(): TemplateResult {
    return this.layout.render({
      title: this.header,
      proposal: this.proposed ? { discard: this.discarding } : null,
      steps: this.steps,
      target: this.target(),
      side: this.side(),
      hint: html`<span>${this.hint()}</span><span><kbd>Enter</kbd> submits</span>`,
      modals: this.modals(),
      submit: { busy: this.busy, answered: this.answered, run: this.#submit },
    });
  }
}
