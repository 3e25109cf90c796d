import { css } from "lit";

/** Narrow: the target over the pane, the side column and Submit in reach of a thumb. Comes after the wide styles. */
export const narrowLayoutStyles = css`
  @media (max-width: 1080px) {
    .pane {
      width: 220px;
    }

    .body.with-side {
      grid-template-columns: auto minmax(0, 1fr) 260px;
    }
  }

  @media (max-width: 760px) {
    .headerContainer {
      min-height: 52px;
      padding: 4px 6px 4px 16px;
    }

    .title {
      font-size: 16px;
    }

    .undo-redo .quiet,
    .headerButtonsContainer .quiet {
      width: 44px;
      min-height: 44px;
      padding: 0;
    }

    .headerButtonsContainer span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .body,
    .body.with-side {
      display: flex;
      flex-direction: column;
    }

    .scroll {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 0;
      overflow: auto;
    }

    .scroll > .target {
      flex: none;
      min-height: 100%;
      overflow: visible;
    }

    /* The bar of the instructions peeks out, so that one knows they are there. */
    .scroll > .pane:not([hidden]) + .target {
      min-height: calc(100% - 48px);
    }

    .scroll > .pane,
    .scroll > .pane.closed {
      flex: none;
      order: 1;
      width: auto;
      border-top: 1px solid var(--pl-line);
      border-right: 0;
    }

    .pane.closed .pane-toggle {
      flex-direction: row;
      justify-content: space-between;
      padding: 0 16px;
      writing-mode: initial;
    }

    .pane-toggle {
      padding: 0 16px;
    }

    .pane-toggle .icon,
    .pane.open .pane-toggle .icon {
      rotate: 90deg;
    }

    .pane.open .pane-toggle .icon {
      rotate: 270deg;
    }

    .label-pane-content {
      padding: 0 16px 16px;
    }

    .messages .alert {
      margin: 8px 12px 0;
    }

    #footerContainer {
      padding: 8px 12px calc(8px + env(safe-area-inset-bottom));
      border-top-color: transparent;
    }

    #actionsContainer,
    #actionsContainer awsui-button,
    #footerContainer .primary {
      display: flex;
      flex: 1;
      min-height: 52px;
    }
  }

  @media (max-width: 760px), (hover: none) and (pointer: coarse) {
    .hint {
      display: none;
    }
  }

  @media (hover: none) and (pointer: coarse) {
    awsui-button[data-testid="shortcuts-button"] {
      display: none;
    }
  }
`;
