import { html, type TemplateResult } from "lit";
import { WindowLink } from "./window-link";

/**
 * `<crowd-modal>`: its content shows in a window that a link opens.
 *
 * Attributes: `link-text` (“Click to open modal”), `link-type` (`link`, `button`). Methods: `open()`, `close()`.
 */
export class CrowdModal extends WindowLink {
  protected override get defaultText(): string {
    return "Click to open modal";
  }

  protected override body(): TemplateResult {
    return html`<slot></slot>`;
  }
}
