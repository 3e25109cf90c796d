import { css } from "lit";

/** `--at` is how far along the knob stands, 0 to 1; the knob's middle keeps half its width from both ends. */
export const crowdSliderStyles = css`
  :host {
    width: 100%;
    max-width: 480px;
    margin: 4px 0;
  }

  .slider {
    display: flex;
    gap: 14px;
    align-items: center;
    max-width: 480px;
  }

  .slider.pinned {
    padding-top: 30px;
  }

  .rail {
    --knob: 22px;

    position: relative;
    flex: 1;
    min-width: 80px;
  }

  input[type="range"] {
    display: block;
    width: 100%;
    height: 36px;
    margin: 0;
    border-radius: var(--pl-radius-small);
    appearance: none;
    background: none;
    cursor: pointer;
    touch-action: pan-y;
  }

  input[type="range"]::-webkit-slider-runnable-track {
    height: 6px;
    border-radius: 3px;
    background:
      linear-gradient(var(--pl-accent)) 0 0 / calc(var(--knob) / 2 + var(--at) * (100% - var(--knob))) 100% no-repeat,
      linear-gradient(var(--pl-line-strong)) 0 0 / var(--second) 100% no-repeat,
      var(--pl-line);
  }

  input[type="range"]::-moz-range-track {
    height: 6px;
    border-radius: 3px;
    background:
      linear-gradient(var(--pl-accent)) 0 0 / calc(var(--knob) / 2 + var(--at) * (100% - var(--knob))) 100% no-repeat,
      linear-gradient(var(--pl-line-strong)) 0 0 / var(--second) 100% no-repeat,
      var(--pl-line);
  }

  input[type="range"]::-webkit-slider-thumb {
    width: var(--knob);
    height: var(--knob);
    margin-top: -8px;
    border: 2px solid var(--pl-accent);
    border-radius: 50%;
    appearance: none;
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow);
  }

  input[type="range"]::-moz-range-thumb {
    box-sizing: border-box;
    width: var(--knob);
    height: var(--knob);
    border: 2px solid var(--pl-accent);
    border-radius: 50%;
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow);
  }

  input[type="range"]:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }

  .pin {
    position: absolute;
    bottom: calc(100% - 4px);
    left: calc(var(--knob) / 2 + var(--at) * (100% - var(--knob)));
    min-width: 28px;
    padding: 2px 8px;
    border-radius: 12px;
    background: var(--pl-accent);
    color: var(--pl-on-accent);
    font-size: 13px;
    font-weight: 620;
    font-variant-numeric: tabular-nums;
    text-align: center;
    pointer-events: none;
    translate: -50%;
  }

  .labels {
    position: relative;
    display: grid;
    margin: 0 calc(var(--knob) / 2);
    color: var(--pl-text-soft);
    font-size: 13px;
  }

  .box {
    width: 88px;
    min-height: 44px;
    padding: 6px 10px;
    border: 1px solid var(--pl-control-line, light-dark(#8b93a5, #6b7385));
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    font-variant-numeric: tabular-nums;
  }
`;
