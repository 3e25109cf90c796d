/** The look of the document around the elements: plain content of templates, and room for full-page widgets. */
import { css } from "lit";
import { tokens } from "./tokens";

/** In a layer, so that any style of the template's own wins, whatever its order or specificity. */
const page = css`
  @layer plumbline {
    html {
      accent-color: var(--pl-accent);
    }

    /* Not on html: a template's colour of the body would then lie over what the template puts behind (z-index: -1). */
    body {
      margin: 0;
      background: var(--pl-paper);
      color: var(--pl-paper-text);
      font: 16px / 1.5 var(--pl-font);
      -webkit-text-size-adjust: 100%;
    }

    full-instructions,
    short-instructions,
    classification-target,
    worker-comment {
      display: block;
    }

    :is(full-instructions, short-instructions) > :first-child {
      margin-block-start: 0;
    }

    :is(full-instructions, short-instructions) > :last-child {
      margin-block-end: 0;
    }

    img,
    video {
      max-width: 100%;
    }

    /* Where that leaves it less width than its height asks for, it is not squeezed. */
    img:not([width][height], [style*="width"][style*="height"]) {
      object-fit: contain;
    }

    input,
    select,
    textarea {
      font: inherit;
    }

    :is(input:not([type="checkbox"], [type="radio"], [type="range"], [type="color"], [type="file"]), select, textarea) {
      max-width: 100%;
      padding: 8px 12px;
      border: 1px solid light-dark(#8b93a5, #6b7385);
      border-radius: 8px;
      background: transparent;
      color: inherit;
    }

    :is(input, select, textarea)[aria-invalid="true"] {
      border-color: var(--pl-bad);
    }

    /* Under columns that float, on a line of its own that is aligned as the form's text is. */
    crowd-button[data-testid="crowd-submit"] {
      display: inline;
    }

    crowd-button[data-testid="crowd-submit"]::before {
      display: block;
      clear: both;
      content: "";
    }

    :is(button, input:is([type="button"], [type="submit"], [type="reset"])) {
      padding: 5px 12px;
      border: 1px solid light-dark(#8b93a5, #6b7385);
      border-radius: 8px;
      background: transparent;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }

    :is(button, input:is([type="button"], [type="submit"], [type="reset"])):hover {
      border-color: var(--pl-accent);
    }

    :is(button, input):disabled {
      opacity: 0.55;
      cursor: not-allowed;
    }

    :is(button, input, select, textarea):focus-visible {
      outline: 2px solid var(--pl-focus);
      outline-offset: 1px;
    }

    input:is([type="checkbox"], [type="radio"]) {
      width: 18px;
      height: 18px;
      vertical-align: -3px;
    }
  }
`;

const OWN_COLOURS =
  "style, link[rel~=stylesheet], [bgcolor], font[color], [style*=color], [style*=background], [style*=filter]";

/** What a page needs for phones and screen readers, and templates, being fragments, mostly lack. */
function completeHead(root: Document): void {
  root.documentElement.lang ||= "en";
  root.title ||= "Item to label";
  // Without it a phone lays the template out for a desk and shrinks it.
  if (root.querySelector("meta[name=viewport]")) return;
  const viewport = root.createElement("meta");
  viewport.name = "viewport";
  viewport.content = "width=device-width, initial-scale=1";
  root.head.prepend(viewport);
}

/** Put our style sheet under the template's own and note whether the template brings colours. */
export function styleDocument(root: Document): void {
  root.documentElement.toggleAttribute("data-own-colours", root.querySelector(OWN_COLOURS) !== null);
  const style = root.createElement("style");
  style.dataset.plumbline = "";
  style.textContent = tokens.cssText + page.cssText;
  root.head.prepend(style);
  completeHead(root);
}
