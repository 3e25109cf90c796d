import { css } from "lit";

/** A prompt, responses and their scores. */
export const responseStyles = css`
  .responses {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-height: 100%;
    padding: 20px;
  }

  .prompt,
  .response {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-width: 0;
    padding: 16px 20px;
    border: 1px solid var(--pl-line);
    border-radius: 14px;
    background: var(--pl-surface);
  }

  .prompt {
    max-height: 32dvh;
    background: var(--pl-sunken);
    overflow: auto;
  }

  .response {
    box-shadow: var(--pl-shadow);
    transition: border-color var(--pl-quick), box-shadow var(--pl-quick);
  }

  .response.preferred {
    border-color: var(--pl-accent);
    box-shadow: 0 0 0 1px var(--pl-accent), var(--pl-shadow);
  }

  .prompt h2,
  .response h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .letter {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border-radius: var(--pl-radius-small);
    background: var(--pl-sunken);
    color: var(--pl-text);
    font-style: normal;
  }

  .preferred .letter {
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  .cards {
    display: grid;
    flex: 1 0 auto;
    grid-template-columns: repeat(min(var(--cards), 3), minmax(0, 1fr));
    gap: 16px;
  }

  .prose {
    flex: 1 0 auto;
    font-size: 16px;
    line-height: 1.6;
    overflow-wrap: anywhere;
  }

  .prose p {
    margin: 0;
    white-space: pre-wrap;
  }

  .prose * + * {
    margin-top: 10px;
  }

  .prose pre {
    padding: 12px 14px;
    border-radius: var(--pl-radius);
    background: var(--pl-sunken);
    font: 14px / 1.5 var(--pl-mono);
    overflow: auto;
    white-space: pre;
  }

  .prompt .prose pre {
    background: var(--pl-surface);
  }

  .prose code {
    margin: 0;
    font: inherit;
  }

  .prose p code {
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--pl-sunken);
    font-family: var(--pl-mono);
    font-size: 0.9em;
  }

  .scores {
    display: grid;
    gap: 12px;
  }

  .scores:empty {
    display: none;
  }

  .response .scores {
    padding-top: 14px;
    border-top: 1px solid var(--pl-line);
  }

  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .score legend {
    padding: 0;
    font-size: 14px;
    font-weight: 600;
  }

  .side-column .score {
    padding: 10px 12px 12px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
  }

  .side-column .score legend {
    float: inline-start;
    width: 100%;
  }

  .side-column .score legend + * {
    clear: both;
  }

  .side-column .score.current {
    border-color: var(--pl-accent);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .score-note,
  .ends {
    margin: 2px 0 0;
    color: var(--pl-text-soft);
    font-size: 13px;
    line-height: 1.4;
  }

  .ends {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin-top: 4px;
  }

  .steps {
    display: flex;
    gap: 4px;
    margin-top: 6px;
  }

  .step {
    position: relative;
    display: grid;
    flex: 1;
    place-items: center;
    min-width: 24px;
    max-width: 72px;
    min-height: 40px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    transition: background var(--pl-quick), border-color var(--pl-quick);
  }

  .step:hover {
    border-color: var(--pl-accent);
  }

  .step.chosen {
    border-color: var(--pl-accent);
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  /* The native control covers its label: it takes the focus and the touch, the label is what one sees. */
  .step input,
  .choice input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    border-radius: inherit;
    appearance: none;
    cursor: pointer;
  }

  .reason {
    display: grid;
    flex: none;
    gap: 6px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .reason textarea {
    width: 100%;
    min-height: 72px;
    padding: 10px 14px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    color: var(--pl-text);
    font-size: 16px;
    font-weight: 400;
    resize: vertical;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  @media (max-width: 760px) {
    .responses {
      gap: 12px;
      padding: 12px;
    }

    .prompt,
    .response {
      padding: 12px 14px;
    }

    .cards {
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }

    .step {
      min-height: 44px;
    }
  }
`;
