/**
 * Loads and defines the elements that are used, now and later.
 *
 * `LOADERS` is handed in by `begin`, not imported, because the classes in it import this module.
 */
import type { ElementClass } from "./registry";

type Loaders = ReadonlyMap<string, () => Promise<ElementClass>>;

let loaders: Loaders = new Map();
/** Where the loader notes tags for which scripts wait (src/loader). */
const LOADER_MARK = "__plumblineLoader";
const TAG = /\b(?:crowd|iron|plumb)-[a-z0-9-]*[a-z0-9]/g;
const asked = new Map<string, Promise<void>>();
const watched = new WeakSet<Node>();

async function define(tag: string, load: Promise<ElementClass>): Promise<void> {
  const loaded = await load;
  // A template may define an element of that name itself; then its own stays.
  if (!customElements.get(tag)) customElements.define(tag, loaded);
}

function tellFailure(tag: string, error: unknown): void {
  const detail = `<${tag}> could not be loaded. Reload the page. (${String(error)})`;
  document.dispatchEvent(new CustomEvent("crowd-problem", { detail }));
}

function tagsUnder(root: Document | DocumentFragment | Element): Set<string> {
  const present = new Set<string>();
  if (root instanceof Element) present.add(root.localName);
  for (const element of root.querySelectorAll("*")) if (element.localName.includes("-")) present.add(element.localName);
  return present;
}

/**
 * Tags that inline scripts speak of: what they create is complete at once then, with its methods, as scripts expect
 * that were written where every element is always there.
 */
function tagsInScripts(root: Document): Set<string> {
  const texts = [...root.querySelectorAll("script:not([src])")].map((script) => script.textContent ?? "");
  return new Set(texts.flatMap((text) => text.match(TAG) ?? []));
}

/** Load those of these elements that were not asked for yet, and define them in the registry's order. */
function upgrade(present: ReadonlySet<string>): void {
  const tags = [...loaders.keys()].filter((tag) => present.has(tag) && !asked.has(tag));
  const loading = tags.map((tag) => [tag, loaders.get(tag)!()] as const);
  let before: Promise<unknown> = Promise.resolve();
  for (const [tag, load] of loading) {
    const mine = before.then(() => define(tag, load));
    asked.set(tag, mine);
    // One element whose chunk cannot be fetched must not keep the others from being defined.
    before = mine.catch((error: unknown) => tellFailure(tag, error));
  }
}

/** Elements of the template's own may hold some of ours in their shadow roots. */
async function watchInside(tag: string, root: Document | DocumentFragment | Element): Promise<void> {
  await customElements.whenDefined(tag);
  const own = root instanceof Element && root.localName === tag ? [root] : [...root.querySelectorAll(tag)];
  for (const element of own) if (element.shadowRoot) watch(element.shadowRoot);
}

function upgradeUnder(root: Document | DocumentFragment | Element): void {
  const present = tagsUnder(root);
  upgrade(present);
  for (const tag of present) if (tag.includes("-") && !loaders.has(tag)) void watchInside(tag, root);
}

/** Upgrade what is under `root` and whatever is put there later. */
export function watch(root: Document | ShadowRoot): void {
  upgradeUnder(root);
  if (watched.has(root)) return;
  watched.add(root);
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) if (node instanceof Element) upgradeUnder(node);
    }
  });
  observer.observe(root, { childList: true, subtree: true });
}

/** Start with a table of elements. */
export function begin(table: Loaders, root: Document): void {
  loaders = table;
  const awaited: unknown = Reflect.get(window, LOADER_MARK);
  root.addEventListener("crowd-awaited", (event) => upgrade(new Set([String((event as CustomEvent).detail)])));
  upgrade(new Set([...tagsUnder(root), ...tagsInScripts(root), ...(awaited instanceof Set ? (awaited as Set<string>) : [])]));
  watch(root);
}

type Rendering = Element & { updateComplete?: Promise<boolean> };

/**
 * Resolves when every element of ours that is in the document is defined and has rendered, also those which others
 * added while they rendered.
 */
export async function settled(root: Document): Promise<void> {
  for (let known = -1; known !== asked.size; ) {
    known = asked.size;
    upgradeUnder(root);
    await Promise.allSettled(asked.values());
    const ours = [...root.querySelectorAll<Rendering>([...asked.keys()].join(",") || "crowd-form")];
    await Promise.all(ours.map((element) => element.updateComplete));
  }
}
