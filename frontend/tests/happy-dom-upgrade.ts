/**
 * happy-dom upgrades an element in place, as browsers do, but does not tell it the attributes it already has, as
 * browsers do before `connectedCallback`. This does.
 */
type Callbacks = HTMLElement & {
  attributeChangedCallback?: (name: string, old: string | null, value: string | null) => void;
  connectedCallback?: () => void;
};

function tellMissed(element: Callbacks, told: Set<string>, observed: readonly string[]): void {
  for (const { name, value } of [...element.attributes]) {
    if (observed.includes(name) && !told.has(name)) element.attributeChangedCallback?.(name, null, value);
  }
}

function defineTelling(define: typeof customElements.define) {
  return (tag: string, element: CustomElementConstructor): void => {
    const told = new WeakMap<HTMLElement, Set<string>>();
    const observed = (element as unknown as { observedAttributes?: string[] }).observedAttributes ?? [];
    const { attributeChangedCallback, connectedCallback } = element.prototype as Callbacks;
    Object.assign(element.prototype, {
      attributeChangedCallback(this: Callbacks, name: string, old: string | null, value: string | null) {
        told.set(this, (told.get(this) ?? new Set()).add(name));
        attributeChangedCallback?.call(this, name, old, value);
      },
      connectedCallback(this: Callbacks) {
        tellMissed(this, told.get(this) ?? new Set(), observed);
        connectedCallback?.call(this);
      },
    });
    define(tag, element);
  };
}

/** Validity as our elements set it, and the form and labels around the element. */
class Internals {
  validity: ValidityStateFlags = {};
  validationMessage = "";

  constructor(readonly host: HTMLElement) {}

  get form(): HTMLFormElement | null {
    return this.host.closest("form");
  }

  get labels(): HTMLLabelElement[] {
    const around = this.host.closest("label");
    const pointing = this.host.id ? [...document.querySelectorAll<HTMLLabelElement>(`label[for="${this.host.id}"]`)] : [];
    return around ? [around, ...pointing] : pointing;
  }

  setValidity(flags: ValidityStateFlags, message = ""): void {
    this.validity = flags;
    this.validationMessage = message;
  }
}

if ("HTMLElement" in globalThis && !("attachInternals" in HTMLElement.prototype)) {
  Object.assign(HTMLElement.prototype, {
    attachInternals(this: HTMLElement) {
      return new Internals(this);
    },
  });
}

// Tests that need no document have no elements either.
if ("customElements" in globalThis) customElements.define = defineTelling(customElements.define.bind(customElements));
