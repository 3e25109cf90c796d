/** What keeps people out of a widget, as far as a document without a layout can tell. */
import axe from "axe-core";

const CONTROLS = "a[href],button,input,select,textarea,summary,audio[controls],video[controls],[role=button],[role=slider],[role=tab],[role=checkbox],[role=radio]";
/** In these one stop of the Tab key is enough: arrows go on. */
const SETS = "[role=radiogroup],[role=tablist],[role=listbox],[role=toolbar]";

/** Everything in an element, shadow roots and all, in the order of the page. */
function everythingIn(root: Element | ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("*")].flatMap((each) => [each, ...(each.shadowRoot ? everythingIn(each.shadowRoot) : [])]);
}

function shown(element: HTMLElement): boolean {
  const closed = element.closest("dialog");
  return element.closest("[hidden]") === null && (closed === null || closed.open);
}

const told = (element: Element) => element.outerHTML.slice(0, 160);

/** Rules that need no layout and no colours; a browser tries all of them (tests/browser). */
const RULES = ["cat.aria", "cat.name-role-value", "cat.forms"];

/** What axe finds that is serious or critical. */
export async function barriers(widget: Element): Promise<string[]> {
  const { violations } = await axe.run(widget, { runOnly: RULES, resultTypes: ["violations"] });
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Controls that neither the Tab key nor the arrows within their set reach. */
export function outOfReach(widget: HTMLElement): string[] {
  const controls = everythingIn(widget.shadowRoot!).filter((each) => each.matches(CONTROLS) && shown(each) && !each.matches(":disabled"));
  const stops = (set: Element) => controls.some((each) => set.contains(each) && each.tabIndex >= 0);
  return controls.filter((each) => each.tabIndex < 0 && !stops(each.closest(SETS) ?? each)).map(told);
}

/** What the Tab key goes to before its turn. */
export function overtaking(widget: HTMLElement): string[] {
  return everythingIn(widget.shadowRoot!).filter((each) => each.tabIndex > 0).map(told);
}

/** Parts of the page that a screen reader lists without saying what they are. */
export function unnamedRegions(widget: HTMLElement): string[] {
  const regions = everythingIn(widget.shadowRoot!).filter((each) => each.matches("main,nav,section,[role=application],[role=group],[role=radiogroup],[role=toolbar]"));
  return regions.filter((each) => shown(each) && !nameOf(each)).map(told);
}

function nameOf(region: HTMLElement): string {
  const by = (region.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const root = region.getRootNode() as ShadowRoot;
  return region.getAttribute("aria-label") ?? by.map((id) => root.getElementById(id)?.textContent ?? "").join(" ").trim();
}
