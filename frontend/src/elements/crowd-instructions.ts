import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { Regions, type RegionName } from "./regions";
import { tabList, tabListStyles } from "./tab-list";
import { WindowLink } from "./window-link";

const PAGES: readonly (readonly [title: string, regions: readonly RegionName[]])[] = [
  ["Summary", ["short-summary"]],
  ["Detailed Instructions", ["detailed-instructions"]],
  ["Examples", ["positive-example", "negative-example"]],
];

/**
 * `<crowd-instructions>`: instructions on three pages in a window that a link opens.
 *
 * Attributes: `link-text` (“Click for instructions”), `link-type` (`link`, `button`). Regions: `short-summary`,
 * `detailed-instructions`, `positive-example`, `negative-example`; each may be there several times.
 */
export class CrowdInstructions extends WindowLink {
  static override styles = [
    WindowLink.styles,
    tabListStyles,
    css`
      .tabs {
        margin-bottom: 16px;
      }

      ::slotted(*) {
        display: block;
      }

      .example {
        margin: 0 0 16px;
        padding: 4px 16px 12px;
        border-inline-start: 3px solid var(--pl-good);
      }

      .example.wrong {
        border-color: var(--pl-bad);
      }

      h3 {
        margin: 0 0 4px;
        color: var(--pl-good);
        font-size: 15px;
        font-weight: 620;
      }

      .wrong h3 {
        color: var(--pl-bad);
      }
    `,
  ];

  @state() private chosen = 0;

  protected readonly regions = new Regions(this, PAGES.flatMap(([, regions]) => regions));

  protected override get defaultText(): string {
    return "Click for instructions";
  }

  protected override get windowTitle(): string {
    return "Instructions";
  }

  /** Pages that the template has something for; all three if it has nothing in regions. */
  get #pages(): typeof PAGES {
    const filled = PAGES.filter(([, regions]) => regions.some((name) => this.regions.get(name) !== null));
    return filled.length > 0 ? filled : PAGES.slice(0, 1);
  }

  protected override body(): TemplateResult {
    const pages = this.#pages;
    const chosen = Math.min(this.chosen, pages.length - 1);
    return html`
      ${tabList(pages.map(([title]) => title), chosen, (at) => (this.chosen = at))}
      ${pages.map(([title, regions], at) => html`
        <div role="tabpanel" aria-label=${title} ?hidden=${at !== chosen}>${regions.map((name) => this.#region(name))}</div>
      `)}
      <slot></slot>
    `;
  }

  #region(name: RegionName): TemplateResult | typeof nothing {
    const content = html`<slot name=${name}></slot>`;
    if (!name.endsWith("-example")) return content;
    if (this.regions.get(name) === null) return nothing;
    const good = name === "positive-example";
    return html`<section class="example ${good ? "" : "wrong"}"><h3>${good ? "Good example" : "Bad example"}</h3>${content}</section>`;
  }
}
