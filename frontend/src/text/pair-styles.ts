import { css } from "lit";

/** The column of questions beside a text. */
export const pairStyles = css`
  .body.with-side {
    grid-template-columns: auto minmax(0, 1fr) minmax(340px, 30vw);
  }

  .mark.pending {
    background: color-mix(in srgb, var(--pl-accent) 30%, transparent);
  }

  .mark.pending::after {
    content: none;
  }

  .mark.other {
    background: color-mix(in srgb, var(--mark) 10%, transparent);
  }

  .pairs {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 0 14px 14px;
    overflow: auto;
  }

  .pair {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 4px;
    padding: 6px 14px 14px;
    border: 1px solid var(--pl-line);
    border-radius: 14px;
  }

  .pair.active {
    border-color: var(--pl-accent);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .pair header {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-inline-end: -8px;
  }

  .pair h3 {
    flex: 1;
    margin: 0;
    font-size: 15px;
    font-weight: 620;
  }

  .written {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    color: var(--pl-text-soft);
    font-size: 13px;
  }

  .written span {
    color: var(--pl-text);
    font-weight: 600;
  }

  .written output.bad {
    color: var(--pl-bad);
    font-weight: 600;
  }

  .pair textarea,
  .own-tag {
    padding: 8px 12px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    font-size: 16px;
  }

  .pair textarea {
    width: 100%;
    margin-bottom: 6px;
    line-height: 1.4;
    resize: vertical;
    field-sizing: content;
    min-height: 44px;
    max-height: 40dvh;
  }

  .pair textarea[aria-invalid="true"] {
    border-color: var(--pl-bad);
  }

  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 2px 0 6px;
  }

  .tag-chip {
    min-height: 34px;
    padding: 0 14px;
    border: 1px solid var(--pl-line-strong);
    border-radius: 99px;
    background: none;
    font-size: 14px;
    overflow-wrap: anywhere;
  }

  .tag-chip:hover {
    border-color: var(--pl-accent);
  }

  .tag-chip.given {
    border-color: var(--pl-accent);
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  .own-tag {
    flex: 1 1 110px;
    width: 110px;
    height: 34px;
    padding: 0 14px;
    border-style: dashed;
    border-radius: 99px;
    font-size: 14px;
  }

  .references {
    display: grid;
    gap: 2px;
    margin: 0 0 6px;
    padding: 0;
    list-style: none;
  }

  .references li {
    display: flex;
    align-items: center;
    border-inline-start: 4px solid var(--mark);
    border-radius: 4px;
    background: color-mix(in srgb, var(--mark) 14%, transparent);
  }

  .passage {
    flex: 1;
    min-width: 0;
    min-height: 36px;
    padding: 4px 10px;
    border: 0;
    background: none;
    font-size: 14px;
    text-align: start;
    overflow-wrap: anywhere;
  }

  .references .round {
    width: 36px;
    min-height: 36px;
  }

  .refer {
    min-height: 40px;
    font-size: 14px;
  }

  .further {
    flex: none;
    justify-content: center;
  }

  @media (max-width: 1080px) {
    .body.with-side {
      grid-template-columns: auto minmax(0, 1fr) 300px;
    }
  }

  @media (max-width: 760px) {
    .marking-side.asking {
      max-height: 56dvh;
    }

    .marking-side.asking h2 {
      display: block;
      padding: 10px 16px 6px;
    }

    .pair kbd {
      display: none;
    }
  }
`;
