/**
 * The contract every full-page widget keeps. A widget's test calls `widgetContract` with its own sample; what is
 * particular to the widget is tested beside it.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Json } from "../src/elements/attributes";
import type { PageWidget } from "../src/elements/page-widget";
import type { CrowdForm } from "../src/form/crowd-form";
import { standPicture } from "./pictures";
import { inShadow, press, rest, show, standPage } from "./stage";

export interface Sample {
  readonly tag: string;
  /** Attributes as a template writes them, with `name="w"`. */
  readonly attributes: string;
  /** Key of the answer where the widget has one of its own and no `name`. */
  readonly key?: string;
  /** JSON attributes in other spellings, and as they read back. */
  readonly spellings: readonly (readonly [attribute: string, written: string, reads: string])[];
  /** What `initial-value` (or drawing) must be given for `complete`. */
  readonly initial: string | null;
  /** A complete answer under the widget's name. */
  readonly complete: Json;
  /** Another one, reached by these keys from an empty widget; a function writes where the keys have put the focus. */
  readonly keys: readonly (string | ((widget: PageWidget) => Promise<void>))[];
  readonly byKeys: Json;
  /** The answer with the initial value untouched, where it is not `complete`. */
  readonly given?: Json;
  /** The answer of a drawing in which nothing is drawn; it may be submitted at the second try. */
  readonly empty?: Json;
  /** Stands without a `crowd-form` and brings its own. */
  readonly alone?: boolean;
  /** Size of the picture that is loaded from any address. */
  readonly picture?: readonly [width: number, height: number];
  /** Hooks that scripts look for in the shadow root. */
  readonly hooks: readonly string[];
}

const PAGE_HOOKS = [
  "header.headerContainer .headerButtonsContainer",
  "awsui-button[data-testid=instructions-button]",
  "awsui-button[data-testid=shortcuts-button]",
  ".awsui-app-layout__navigation .label-pane-content",
  ".awsui-modal-dialog",
  "#annotation-area-container",
  ".annotation-area.container",
  ".annotation-area.main.target",
  "#footerContainer #actionsContainer awsui-button[data-testid=crowd-submit] > button[type=submit]",
];

/** A tag can be defined once only, so each late upgrade has its own. */
let laters = 0;

export function widgetContract(sample: Sample): void {
  const { tag, attributes } = sample;
  const [before, after] = sample.alone ? ["", ""] : ["<crowd-form>", "</crowd-form>"];
  const markup = (more = "", inside = "") => `${before}<${tag} name="w" header="Do this" ${attributes} ${more}>${inside}</${tag}>${after}`;
  const under = (part: Json) => ({ [sample.key ?? "w"]: part });
  const untouched = sample.empty === undefined ? {} : under(sample.empty);
  const widget = () => document.querySelector<PageWidget>(tag)!;
  const form = () => (sample.alone ? widget().shadowRoot! : document).querySelector<CrowdForm>("crowd-form")!;
  const pressed = sample.keys.filter((key) => typeof key === "string");

  beforeEach(() => {
    if (sample.picture) standPicture(...sample.picture);
  });

  afterEach(() => {
    document.body.innerHTML = "";
    vi.unstubAllGlobals();
  });

  describe(`<${tag}>`, () => {
    test.each([...PAGE_HOOKS, ...sample.hooks])("has %s for scripts", async (selector) => {
      await show(markup());
      expect(inShadow(widget(), selector)).toBeTruthy();
    });

    test.each(sample.spellings)("reads %s=%s and gives it back as %s", async (attribute, written, reads) => {
      await show(markup());
      widget().setAttribute(attribute, written);
      expect(widget().getAttribute(attribute)).toBe(reads);
    });

    test.each([...new Set(sample.spellings.map(([attribute]) => attribute))])("shows that %s is garbage, and the rest", async (attribute) => {
      const heard = vi.fn();
      document.addEventListener("crowd-problem", heard, { once: true });
      await show(markup());
      widget().setAttribute(attribute, "[oops, {");
      await widget().updateComplete;
      expect(inShadow(widget(), ".alert.bad").textContent).toContain(`“${attribute}”`);
      expect(inShadow(widget(), "h1").textContent).toBe("Do this");
      expect(heard).toHaveBeenCalledOnce();
    });

    test("puts its regions into slots and leaves them in the light DOM", async () => {
      await show(markup("", `<full-instructions header="F"><input name="inside" value="x" /></full-instructions><short-instructions>s</short-instructions>`));
      for (const region of ["full-instructions", "short-instructions"]) {
        expect(document.querySelector(`${tag} > ${region}`)!.slot).toBe(region);
        expect(inShadow(widget(), `slot[name=${region}]`)).toBeTruthy();
      }
      expect(form().answer).toMatchObject({ inside: "x" });
    });

    test("finds a region that is nested wrongly", async () => {
      await show(markup("", `<short-instructions>s<full-instructions>f</full-instructions></short-instructions>`));
      expect(document.querySelector(`${tag} > full-instructions`)!.slot).toBe("full-instructions");
    });

    test("starts with nothing in the answer, and says what is missing instead of submitting", async () => {
      const told = standPage();
      await show(markup());
      expect(form().answer).toEqual(untouched);
      form().submit();
      await widget().updateComplete;
      expect(told.filter(({ type }) => type === "submit")).toEqual([]);
      expect(inShadow(widget(), "[data-testid=message]").textContent).not.toBe("");
      form().submit();
      const accepted = sample.empty === undefined ? [] : [{ type: "submit", answer: untouched }];
      expect(told.filter(({ type }) => type === "submit")).toEqual(accepted);
    });

    test("restores an answer and gives exactly that answer", async () => {
      await show(markup());
      widget().restore({ ...under(sample.complete), other: 1 });
      expect(JSON.stringify(form().answer)).toBe(JSON.stringify(under(sample.complete)));
      expect(widget().validate()).toBe(true);
    });

    test.each([null, "garbage", 7, [], {}, { label: 3 }, { labels: "x" }])("survives %j as an answer to restore", async (garbage) => {
      await show(markup());
      widget().restore(under(garbage as Json));
      expect(form().answer).toEqual(untouched);
    });

    test.runIf(sample.initial !== null)("gives its initial value back as the answer, also after a reset", async () => {
      const given = under(sample.given ?? sample.complete);
      await show(markup(`initial-value="${sample.initial}"`));
      expect(JSON.stringify(form().answer)).toBe(JSON.stringify(given));
      widget().restore({});
      widget().reset();
      expect(JSON.stringify(form().answer)).toBe(JSON.stringify(given));
    });

    test("is worked by keys alone and submitted with Enter", async () => {
      const told = standPage();
      await show(markup());
      const changes = vi.fn();
      widget().addEventListener("change", changes);
      for (const key of sample.keys) await (typeof key === "string" ? press(key) : key(widget()));
      expect(changes).toHaveBeenCalled();
      expect(told).toEqual([]);
      await widget().updateComplete;
      press("Enter");
      expect(told).toEqual([{ type: "submit", answer: under(sample.byKeys) }]);
    });

    test("leaves keys to text fields and to other programs' shortcuts", async () => {
      await show(markup("", `<short-instructions><textarea></textarea></short-instructions>`));
      for (const key of pressed) press(key, document.querySelector("textarea")!);
      for (const key of pressed) press(key, document.body, { ctrlKey: true });
      expect(form().answer).toEqual(untouched);
    });

    test("shows its keys with ? and hides them with ?", async () => {
      await show(markup());
      press("?");
      await widget().updateComplete;
      const list = inShadow<HTMLDialogElement>(widget(), "dialog[data-name=shortcuts]");
      expect(list.open).toBe(true);
      expect(list.textContent).toContain("Submit");
      press(pressed[0]!);
      expect(form().answer).toEqual(untouched);
      press("?");
      expect(list.open).toBe(false);
    });

    test("locks Submit while an answer is being stored", async () => {
      standPage();
      await show(markup());
      form().busy = true;
      await rest();
      expect(inShadow<HTMLButtonElement>(widget(), "[data-testid=crowd-submit] button").disabled).toBe(true);
    });

    test("lets a script block Submit in the capture phase", async () => {
      const told = standPage();
      await show(markup());
      widget().restore(under(sample.complete));
      const block = (event: Event) => event.stopPropagation();
      inShadow(widget(), "awsui-button[data-testid=crowd-submit]").addEventListener("click", block, true);
      inShadow(widget(), "[data-testid=crowd-submit] button").click();
      press("Enter");
      expect(told).toEqual([]);
    });

    test("works when a script creates it", async () => {
      await show(sample.alone ? "" : `<crowd-form></crowd-form>`, "body");
      const created = document.createElement(tag) as PageWidget;
      const holder = document.createElement("div");
      holder.innerHTML = `<i name="w" ${attributes}></i>`;
      for (const { name, value } of holder.firstElementChild!.attributes) created.setAttribute(name, value);
      (sample.alone ? document.body : form().form).append(created);
      await rest();
      created.restore(under(sample.complete));
      expect(form().answer).toEqual(under(sample.complete));
    });

    test("keeps what a script gave it before its upgrade", async () => {
      await show(markup());
      const later = `${tag}-later${(laters += 1)}`;
      const fresh = document.createElement(later) as PageWidget;
      Object.assign(fresh, { header: "Set early", name: "early" });
      document.body.append(fresh);
      customElements.define(later, class extends customElements.get(tag)! {});
      customElements.upgrade(fresh);
      await rest();
      expect(inShadow(fresh, "h1").textContent).toBe("Set early");
      expect([fresh.name, fresh.getAttribute("name")]).toEqual(["early", "early"]);
      expect(Object.hasOwn(fresh, "header")).toBe(false);
    });
  });
}
