import { css, html, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CrowdElement } from "./crowd-element";
import type { CrowdTab } from "./crowd-tab";
import { tabList, tabListStyles } from "./tab-list";

/** `<crowd-tabs>`: shows one of its `crowd-tab`s at a time; the first one is open at the start. */
export class CrowdTabs extends CrowdElement {
  static override styles = [
    controls,
    tabListStyles,
    css`
      :host {
        display: block;
        margin: 6px 0;
        color: inherit;
      }
    `,
  ];

  @state() private chosen = 0;

  constructor() {
    super();
    this.addEventListener("crowd-tab-named", () => this.requestUpdate());
    this.addEventListener("crowd-reveal", this.#reveal);
  }

  get #tabs(): CrowdTab[] {
    return [...this.querySelectorAll<CrowdTab>(":scope > crowd-tab")];
  }

  /** Open the tab at this place, the first being 0. */
  open(at: number): void {
    this.chosen = at;
  }

  /** Something in a tab must be seen. */
  readonly #reveal = (event: Event): void => {
    const at = this.#tabs.findIndex((tab) => tab.contains(event.target as Node));
    if (at < 0) return;
    this.chosen = at;
    this.performUpdate();
  };

  protected override updated(): void {
    const open = Math.min(this.chosen, this.#tabs.length - 1);
    for (const [at, tab] of this.#tabs.entries()) tab.toggleAttribute("closed", at !== open);
  }

  override render(): TemplateResult {
    const names = this.#tabs.map((tab, at) => tab.getAttribute("header") || `Tab ${at + 1}`);
    return html`
      ${tabList(names, Math.min(this.chosen, names.length - 1), (at) => this.open(at))}
      <slot @slotchange=${() => this.requestUpdate()}></slot>
    `;
  }
}
