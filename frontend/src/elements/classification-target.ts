/** The card on which a classifier shows its `classification-target` region. */
import { css, html, type TemplateResult } from "lit";

export function classificationTarget(): TemplateResult {
  return html`<div class="card paper"><slot name="classification-target"></slot><slot></slot></div>`;
}

export const classificationTargetStyles = css`
  .target {
    padding: 24px;
  }

  .card {
    max-width: 860px;
    min-height: 120px;
    margin: 0 auto;
    padding: 24px 28px;
    border: 1px solid var(--pl-line);
    border-radius: 14px;
    font-size: 17px;
    line-height: 1.6;
    overflow-wrap: anywhere;
    box-shadow: var(--pl-shadow);
  }

  @media (max-width: 760px) {
    .target {
      padding: 12px;
    }

    .card {
      padding: 16px;
      font-size: 16px;
    }
  }
`;
