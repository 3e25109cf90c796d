/** The look of the document around the elements: plain content of templates, and room for full-page widgets. */
import { css } from "lit";
import { tokens } from "./tokens";

/** In a layer, so that any style of the template's own wins, whatever its order or specificity. */
const page = css`
  @layer plumbline {
    html {
      background: var(--pl-ground);
    }

    :root[data-own-colours] {
      background: var(--pl-paper);
    }

    body {
      margin: 0;
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

    img,
    video {
      max-width: 100%;
    }
  }
`;

const OWN_COLOURS =
  "style, link[rel~=stylesheet], [bgcolor], font[color], [style*=color], [style*=background], [style*=filter]";

/** Put our style sheet under the template's own and note whether the template brings colours. */
export function styleDocument(root: Document): void {
  root.documentElement.toggleAttribute("data-own-colours", root.querySelector(OWN_COLOURS) !== null);
  const style = root.createElement("style");
  style.dataset.plumbline = "";
  style.textContent = tokens.cssText + page.cssText;
  root.head.prepend(style);
}
