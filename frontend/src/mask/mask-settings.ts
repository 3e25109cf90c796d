/** What can be set for masks, in the bar: the brush's size, how alike colours must be, how strong the mask shows. */
import { css, html, type TemplateResult } from "lit";
import { LARGEST, SMALLEST } from "./brush";

export interface MaskSettings {
  /** `null`: the tool in hand has no size. */
  readonly size: number | null;
  readonly resize: (size: number) => void;
  /** `null`: the tool in hand does not go by colour. */
  readonly tolerance: number | null;
  readonly tolerate: (tolerance: number) => void;
  /** 0 … 1 */
  readonly opacity: number;
  readonly fade: (opacity: number) => void;
}

export const maskSettingsStyles = css`
  .toolbar .settings {
    flex-wrap: wrap;
    gap: 4px 14px;
    padding-inline: 6px;
    border-inline-start: 0;
  }

  /* Keeps its room: the picture must not move when another tool is taken. */
  .of-tool {
    min-width: 226px;
  }

  .of-tool[inert] {
    visibility: hidden;
  }

  .setting {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 38px;
    color: var(--pl-text-soft);
    font-size: 13px;
    white-space: nowrap;
  }

  .setting input {
    width: 96px;
    accent-color: var(--pl-accent);
  }

  .setting output {
    min-width: 3.5em;
    font-variant-numeric: tabular-nums;
  }

  .instances {
    display: grid;
    gap: 2px;
    margin: 2px 0 6px 22px;
  }

  .instance {
    display: flex;
    align-items: center;
    min-width: 0;
    border-radius: var(--pl-radius-small);
  }

  .instance.selected {
    background: var(--pl-accent-soft);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .instance .choice {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-width: 0;
    min-height: 36px;
    padding: 0 8px;
    border: 0;
    border-radius: inherit;
    background: none;
    font-size: 14px;
    text-align: start;
  }

  .instance i {
    flex: none;
    width: 14px;
    height: 14px;
    border-radius: 4px;
    background: var(--swatch);
    box-shadow: inset 0 0 0 1px rgb(0 0 0 / 18%);
  }

  .instance .remove {
    display: grid;
    flex: none;
    place-items: center;
    width: 36px;
    height: 36px;
    border: 0;
    border-radius: inherit;
    background: none;
    color: var(--pl-text-soft);
  }

  .instance .remove:hover {
    color: var(--pl-bad);
  }

  .add-instance {
    justify-self: start;
    padding: 0 8px;
    font-size: 14px;
  }

  @media (max-width: 760px) {
    .of-tool {
      min-width: 198px;
    }

    .instances {
      display: none;
      flex-wrap: wrap;
      align-items: center;
      order: 1;
      width: 100%;
      margin: 0;
    }

    .instances.current {
      display: flex;
    }
  }
`;

export function maskSettings(settings: MaskSettings): TemplateResult {
  const { size, tolerance, opacity } = settings;
  return html`
    <div class="group settings">
      <div class="of-tool" ?inert=${size === null && tolerance === null}>
        ${tolerance === null
          ? slider({ name: "Size", id: "brush-size", min: SMALLEST, max: LARGEST, value: size ?? SMALLEST, shown: `${size} px`, set: settings.resize })
          : slider({ name: "Tolerance", id: "tolerance", min: 0, max: 128, value: tolerance, shown: `${tolerance}`, set: settings.tolerate })}
      </div>
      ${slider({
        name: "Opacity", id: "opacity", min: 10, max: 100, value: Math.round(100 * opacity), shown: `${Math.round(100 * opacity)} %`,
        set: (value) => settings.fade(value / 100),
      })}
    </div>
  `;
}

interface Slider {
  readonly name: string;
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly shown: string;
  readonly set: (value: number) => void;
}

function slider({ name, id, min, max, value, shown, set }: Slider): TemplateResult {
  return html`
    <label class="setting">
      <span>${name}</span>
      <input
        type="range" id=${id} min=${min} max=${max} .value=${String(value)}
        @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
        @change=${(event: Event) => event.stopPropagation()}
      />
      <output for=${id}>${shown}</output>
    </label>
  `;
}
