/**
 * The script that templates name as `crowd-html-elements.js` (both versions of the original's address end here).
 *
 * It is a classic script, runs where it stands, hides nothing, and adds the module bundle asynchronously, so that the
 * template's own inline scripts run first, on elements that are not upgraded yet.
 */

const MARK = "__plumblineLoader";
const MODULE = "crowd/elements.js";

/** Tell the page around the frame (if there is one) that this template has an error. */
function report(message: string): void {
  if (window.top !== window) {
    window.top!.postMessage({ plumbline: 1, type: "problem", message }, "*");
  }
}

function addModule(base: string): void {
  const script = document.createElement("script");
  script.type = "module";
  script.src = new URL(MODULE, base).href;
  script.addEventListener("error", () => {
    report(`The labeling tools could not be loaded from ${script.src}. Reload the page; if it happens again, tell the operator.`);
  });
  document.head.append(script);
}

/**
 * A script may wait for an element that stands nowhere in the page (yet): note its tag, so that it is loaded all the
 * same. The bundle reads what was noted before it came and listens for the rest.
 */
function noteAwaited(): Set<string> {
  const awaited = new Set<string>();
  const whenDefined = customElements.whenDefined.bind(customElements);
  customElements.whenDefined = (tag) => {
    awaited.add(tag);
    document.dispatchEvent(new CustomEvent("crowd-awaited", { detail: tag }));
    return whenDefined(tag);
  };
  return awaited;
}

/** This script's element; a module script is not told which that is. */
function ownScript(): HTMLScriptElement | null {
  const own = document.currentScript;
  return own instanceof HTMLScriptElement ? own : document.querySelector<HTMLScriptElement>("script[src*=crowd-html-elements]");
}

function start(): void {
  const scope = window as unknown as Record<string, unknown>;
  const own = ownScript();
  if (scope[MARK] || own === null) return;
  scope[MARK] = noteAwaited();
  window.addEventListener("error", (event) => {
    if (event instanceof ErrorEvent && event.message) report(`Script error in the template: ${event.message}`);
  });
  window.addEventListener("unhandledrejection", (event) => report(`Script error in the template: ${String(event.reason)}`));
  addModule(own.src || document.baseURI);
}

start();

export {};
