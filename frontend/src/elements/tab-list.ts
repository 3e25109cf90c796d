/** A row of tabs, worked with the arrow keys, Home and End. */
import { css, html, type TemplateResult } from "lit";

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function moved(event: KeyboardEvent, choose: (at: number) => void): void {
  const tabs = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>("[role=tab]")];
  const step = STEPS[event.key];
  const at = tabs.indexOf(event.target as HTMLElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = step(at, tabs.length);
  choose(next);
  tabs[next]!.focus();
}

/** @param chosen place of the open tab. */
export function tabList(names: readonly string[], chosen: number, choose: (at: number) => void): TemplateResult {
  return html`
    <div class="tabs" role="tablist" @keydown=${(event: KeyboardEvent) => moved(event, choose)}>
      ${names.map(
        (name, at) => html`<button
          type="button" role="tab" class="tab" aria-selected=${at === chosen ? "true" : "false"} dir="auto"
          tabindex=${at === chosen ? 0 : -1} @click=${() => choose(at)}
        >${name}</button>`,
      )}
    </div>
  `;
}

export const tabListStyles = css`
  .tabs {
    display: flex;
    gap: 4px;
    border-bottom: 1px solid var(--pl-line);
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .tab {
    flex: none;
    min-height: 44px;
    padding: 0 14px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: var(--pl-radius-small) var(--pl-radius-small) 0 0;
    background: none;
    color: var(--pl-text-soft);
    font-weight: 550;
  }

  .tab:hover {
    color: var(--pl-text);
  }

  .tab:focus-visible {
    outline-offset: -3px;
  }

  .tab[aria-selected="true"] {
    border-bottom-color: var(--pl-accent);
    color: var(--pl-accent);
  }
`;
