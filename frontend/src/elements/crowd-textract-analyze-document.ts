import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CanvasKeys } from "../canvas/canvas-keys";
import { canvasStyles } from "../canvas/canvas-styles";
import { History } from "../canvas/history";
import { toolbarStyles } from "../canvas/toolbar-styles";
import { PageView } from "../document/page-view";
import { isOpen, type Outcome, type PageBox, type Pair, type PartName } from "../document/pair";
import { PairList } from "../document/pair-list";
import { pairListStyles } from "../document/pair-list-styles";
import { newPair, readBlocks, readPairs, readWanted, withWanted } from "../document/reading";
import { layOver, writePairs } from "../document/writing";
import type { Answer } from "../form/answer-source";
import { jsonAttribute, type Json } from "./attributes";
import { imageStageStyles } from "./image-stage-styles";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

const KEY = "AWS/Textract/AnalyzeDocument/Forms/V1";
const KNOWN = "KEY_VALUE_SET";

/**
 * `<crowd-textract-analyze-document>`: the keys and values that were read from a document's page, to be corrected.
 *
 * Attributes: `header`, `src`, `initial-value` or `initialValue` (blocks of AnalyzeDocument in camel case),
 * `block-types` or `blockTypes` (only `KEY_VALUE_SET` is known), `keys` (`[{importantFormKey, importantFormKeyAliases}]`,
 * keys that must be decided on), `no-key-edit`, `no-geometry-edit` (for what `initial-value` brought). No `name`.
 * Answer: `{"AWS/Textract/AnalyzeDocument/Forms/V1": {blocks: […], keysNotFound?: […]}}`, see `writePairs`. Event: `change`.
 */
export class CrowdTextractAnalyzeDocument extends PageWidget {
  static override styles = [PageWidget.styles, imageStageStyles, canvasStyles, toolbarStyles, pairListStyles];

  /** Address of the page's picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  /** The blocks at the start. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  /** The same under the name that the original's documents print; HTML does not keep its capital. */
  @property(jsonAttribute("any", "initialvalue")) initialvalue: Json = null;

  @property(jsonAttribute("any", "block-types")) blockTypes: Json = null;

  @property(jsonAttribute("any", "blocktypes")) blocktypes: Json = null;

  /** Keys that the template asks for. */
  @property(jsonAttribute("array", "keys")) keys: Json = [];

  @property({ type: Boolean, attribute: "no-key-edit" }) noKeyEdit = false;

  @property({ type: Boolean, attribute: "no-geometry-edit" }) noGeometryEdit = false;

  @state() private pairs: readonly Pair[] = [];
  @state() private chosen: string | null = null;
  #touched = false;
  #added = 0;

  readonly #history = new History<readonly Pair[]>([], (pairs) => this.#take(pairs));
  readonly #page = new PageView(this, {
    pairs: () => this.pairs,
    selected: () => this.selected,
    choose: (pair) => this.#choose(pair),
    editable: (pair) => this.#boxEditable(pair),
    setBox: (pair, part, box) => this.#setBox(pair, part, box),
    history: this.#history,
  });
  readonly #list = new PairList(this, {
    pairs: () => this.pairs,
    selected: () => this.selected,
    choose: (pair) => this.#choose(pair),
    type: (pair, part, text) => this.#type(pair, part, text),
    done: () => this.#history.push(this.pairs),
    decide: (pair, outcome) => this.#decide(pair, outcome),
    draw: (pair, part) => this.#page.draw(pair, part),
    drawing: () => this.#page.drawing,
    remove: (pair) => this.#history.push(this.pairs.filter(({ key }) => key.id !== pair.key.id)),
    add: () => this.#add(),
    keyEditable: (pair) => pair.origin === "added" || (pair.origin === "found" && !this.noKeyEdit),
    boxEditable: (pair) => this.#boxEditable(pair),
  });

  constructor() {
    super();
    new CanvasKeys(this, () => this.#page.keys(), () => this.layout.covered);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const given = ["initialValue", "initialvalue", "keys"].some((name) => changed.has(name));
    if (given && !this.#touched) this.reset();
  }

  override get problems(): string[] {
    const types = [this.blockTypes ?? this.blocktypes ?? KNOWN].flat();
    const unknown = types.filter((type) => type !== KNOWN);
    if (unknown.length === 0) return super.problems;
    return [...super.problems, `The attribute “block-types” should be ['${KNOWN}'], the only kind that is known, but it has: ${unknown.join(", ")}`];
  }

  /** The pair in question: the chosen one, at first the first that is not decided. */
  get selected(): Pair | null {
    return this.pairs.find(({ key }) => key.id === this.chosen) ?? this.pairs.find(isOpen) ?? this.pairs[0] ?? null;
  }

  /** The same object as in the answer, `null` if there is nothing to tell. Takes a list of blocks too. */
  get value(): Json {
    const part = writePairs(this.pairs);
    return this.missing() !== null && Array.isArray(part.blocks) && part.blocks.length === 0 && !part.keysNotFound ? null : part;
  }

  set value(value: Json | undefined) {
    this.#begin(Array.isArray(value) ? { blocks: value } : value);
  }

  get _submittableValue(): Json {
    return this.value;
  }

  override answer(): Answer {
    return this.value === null ? {} : { [KEY]: this.value };
  }

  override restore(answer: Answer): void {
    this.#begin(Object.hasOwn(answer, KEY) ? answer[KEY] : undefined);
    this.#touched = true;
  }

  override reset(): void {
    this.#begin(undefined);
    this.#touched = false;
  }

  protected override missing(): string | null {
    const open = this.pairs.find(isOpen);
    if (!open) return null;
    const name = open.key.text.trim() === "" ? "the key you added" : `“${open.key.text}”`;
    return `Say what the value of ${name} is, that it is blank, or that the key is not in the document.`;
  }

  protected override shortcuts(): Shortcut[] {
    const pair = this.selected;
    const ofPair: Shortcut[] = pair === null ? [] : [
      { key: "e", label: "Type the value", run: () => this.#list.focus(pair) },
      { key: "b", label: "Value is blank", run: () => this.#decide(pair, "blank") },
      { key: "x", label: "Key not found", run: () => this.#decide(pair, "not-found") },
      { key: "ArrowDown", label: "Next pair", run: () => this.#step(1) },
      { key: "ArrowUp", label: "Pair before", run: () => this.#step(-1) },
    ];
    return [...ofPair, { key: "a", label: "Add a key and its value", run: () => this.#add() }, ...this.#keysOfPage];
  }

  protected override hint(): TemplateResult {
    return html`<kbd>E</kbd> types the value, <kbd>B</kbd> blank, <kbd>X</kbd> not found`;
  }

  get #keysOfPage(): Shortcut[] {
    return this.#page.keys().flatMap(({ keys, label, run }) => (label === undefined ? [] : [{ key: keys, label, run: () => run?.() }]));
  }

  #boxEditable(pair: Pair): boolean {
    return pair.outcome !== "not-found" && (pair.origin !== "found" || !this.noGeometryEdit);
  }

  /** From the blocks at the start, with an answer laid over them. */
  #begin(answer: Json | undefined): void {
    const blocks = readBlocks(this.initialValue ?? this.initialvalue);
    this.pairs = layOver(withWanted(readPairs(blocks, false), readWanted(this.keys)), answer);
    this.#history.reset(this.pairs);
    this.#page.cancel();
    this.chosen = null;
    this.layout.message = null;
  }

  /** A state of the history: by the worker's hand, or undone. */
  #take(pairs: readonly Pair[]): void {
    this.pairs = pairs;
    this.#touched = true;
    this.changed();
  }

  #replaced(pair: Pair, by: (now: Pair) => Pair): Pair[] {
    return this.pairs.map((each) => (each.key.id === pair.key.id ? by(each) : each));
  }

  /** Steps of the history are whole texts, so what is typed goes there when the field is left. */
  #type(pair: Pair, part: PartName, text: string): void {
    this.#take(this.#replaced(pair, (now) => ({ ...now, [part]: { ...now[part], text } })));
  }

  /** Deciding the same again takes it back. The next pair that is open comes up. */
  #decide(pair: Pair, outcome: Outcome): void {
    this.#history.push(this.#replaced(pair, (now) => ({ ...now, outcome: now.outcome === outcome ? "text" : outcome })));
    const next = this.pairs.find(isOpen);
    if (next && pair.key.id !== next.key.id) this.#choose(next);
  }

  #setBox(pair: Pair, part: PartName, box: PageBox): void {
    this.#history.push(this.#replaced(pair, (now) => ({ ...now, [part]: { ...now[part], box, drawn: true } })));
  }

  #add(): void {
    const known = new Set(this.pairs.map(({ key }) => key.id));
    do this.#added += 1;
    while (known.has(`added-${this.#added}-key`));
    const pair = newPair(`added-${this.#added}`, "added");
    this.#history.push([...this.pairs, pair]);
    this.#choose(pair);
    void this.updateComplete.then(() => this.#list.focus(pair, "key"));
  }

  #choose(pair: Pair): void {
    if (this.chosen === pair.key.id) return;
    this.chosen = pair.key.id;
    this.#page.reveal(pair);
    void this.updateComplete.then(() => this.#list.reveal(pair));
  }

  #step(by: number): void {
    const at = this.pairs.findIndex(({ key }) => key.id === this.selected?.key.id);
    const next = this.pairs[(at + by + this.pairs.length) % this.pairs.length];
    if (next) this.#choose(next);
  }

  protected override target(): TemplateResult {
    return this.#page.render();
  }

  protected override side(): TemplateResult {
    return this.#list.render();
  }
}
