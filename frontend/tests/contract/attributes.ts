/** What scripts and authors of templates find: hooks, attributes, regions. */
import { expect, test, vi } from "vitest";
import { show } from "../stage";
import type { Stand } from "./sample";

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

export function keepsItsAttributes(stand: Stand): void {
  const { tag, sample } = stand;

  test.each([...PAGE_HOOKS, ...sample.hooks])("has %s for scripts", async (selector) => {
    await show(stand.markup());
    expect(stand.part(selector)).toBeTruthy();
  });

  test.each(sample.spellings)("reads %s=%s and gives it back as %s", async (attribute, written, reads) => {
    await show(stand.markup());
    stand.widget.setAttribute(attribute, written);
    expect(stand.widget.getAttribute(attribute)).toBe(reads);
  });

  test.each([...new Set(sample.spellings.map(([attribute]) => attribute))])("shows that %s is garbage, and the rest", async (attribute) => {
    const heard = vi.fn();
    document.addEventListener("crowd-problem", heard, { once: true });
    await show(stand.markup());
    stand.widget.setAttribute(attribute, "[oops, {");
    await stand.widget.updateComplete;
    expect(stand.part(".alert.bad").textContent).toContain(`“${attribute}”`);
    expect(stand.part("h1").textContent).toBe("Do this");
    expect(heard).toHaveBeenCalledOnce();
  });

  test("puts its regions into slots and leaves them in the light DOM", async () => {
    await show(stand.markup("", `<full-instructions header="F"><input name="inside" value="x" /></full-instructions><short-instructions>s</short-instructions>`));
    for (const region of ["full-instructions", "short-instructions"]) {
      expect(document.querySelector(`${tag} > ${region}`)!.slot).toBe(region);
      expect(stand.part(`slot[name=${region}]`)).toBeTruthy();
    }
    expect(stand.form.answer).toMatchObject({ inside: "x" });
  });

  test("finds a region that is nested wrongly", async () => {
    await show(stand.markup("", `<short-instructions>s<full-instructions>f</full-instructions></short-instructions>`));
    expect(document.querySelector(`${tag} > full-instructions`)!.slot).toBe("full-instructions");
  });
}
