/**
 * The base of every `crowd-*` element.
 *
 * What it gives, so that no element has to think of it again:
 * - properties that a script set before the upgrade are picked up, also those behind plain accessors;
 * - JSON attributes (`jsonAttribute`) accept JSON5 and read back as compact strict JSON after the upgrade; their
 *   properties take an attribute's text, too, as scripts copy it from one element to another;
 * - a bad attribute becomes a line in `problems` (show it in `render`) and a `crowd-problem` event (the frame's runtime
 *   tells the page); the rest of the element still renders;
 * - elements that a script puts into this element's shadow root upgrade too.
 *
 * Classes of elements keep one order: statics, fields, properties, state, life cycle, handlers, public methods, render.
 */
import { LitElement, type PropertyDeclaration, type PropertyValues } from "lit";
import { formatAttribute, isJsonDeclaration, parseAttribute } from "./attributes";
import { watch } from "./upgrade";

export class CrowdElement extends LitElement {
  /** Wrong attributes by name, each with a sentence for the requester. */
  readonly #problems = new Map<string, string>();

  override connectedCallback(): void {
    this.#adoptOwnProperties();
    super.connectedCallback();
    this.#tellProblems();
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    super.attributeChangedCallback(name, old, text);
    const declaration = this.#declarationOf(name);
    if (!isJsonDeclaration(declaration)) return;
    const { value, problem } = parseAttribute(name, text ?? "", declaration.shape);
    this.#noteProblem(name, problem);
    const compact = formatAttribute(value);
    if (text !== null && compact !== null && compact !== text) this.setAttribute(name, compact);
  }

  override requestUpdate(name?: PropertyKey, old?: unknown, options?: PropertyDeclaration): void {
    if (name === undefined || !this.#takesText(name)) super.requestUpdate(name, old, options);
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    if (this.shadowRoot) watch(this.shadowRoot);
  }

  /** Sentences about attributes that could not be read, for `render`. */
  get problems(): string[] {
    return [...this.#problems.values()];
  }

  /** Send an event that bubbles and crosses shadow roots; `false` if a handler prevented its default. */
  emit(type: string, detail?: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable: true, detail }));
  }

  /** Is a list or an object set as text? Then it is read here, and set. */
  #takesText(name: PropertyKey): boolean {
    const declaration = (this.constructor as typeof LitElement).getPropertyOptions(name);
    const text: unknown = Reflect.get(this, name);
    if (typeof text !== "string" || !isJsonDeclaration(declaration) || declaration.shape === "any") return false;
    const attribute = String(declaration.attribute);
    const { value, problem } = parseAttribute(attribute, text, declaration.shape);
    this.#noteProblem(attribute, problem);
    return Reflect.set(this, name, value ?? (declaration.shape === "array" ? [] : null));
  }

  #declarationOf(attribute: string) {
    const declarations = (this.constructor as typeof LitElement).elementProperties;
    return [...declarations.values()].find((declaration) => declaration.attribute === attribute);
  }

  #noteProblem(attribute: string, problem: string | null): void {
    if (problem === null) this.#problems.delete(attribute);
    else this.#problems.set(attribute, problem);
    this.requestUpdate();
    if (this.isConnected) this.#tellProblems();
  }

  #tellProblems(): void {
    for (const problem of this.#problems.values()) this.emit("crowd-problem", `<${this.localName}>: ${problem}`);
  }

  /** A property set before the upgrade hides the class's accessor: take it off and set it again, once. */
  #adoptOwnProperties(): void {
    for (const key of Object.keys(this)) {
      if (!hasSetter(Object.getPrototypeOf(this), key)) continue;
      const value = Reflect.get(this, key);
      Reflect.deleteProperty(this, key);
      Reflect.set(this, key, value);
    }
  }
}

function hasSetter(prototype: object | null, key: string): boolean {
  for (let at = prototype; at !== null && at !== HTMLElement.prototype; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found) return found.set !== undefined;
  }
  return false;
}
