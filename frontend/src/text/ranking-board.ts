/** The board of one dimension: ranks from best to worst with their responses, and those that have none yet. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../design/icons";
import { letterOf } from "../preference/order";
import { follow, type Drop } from "./ranking-drag";
import { insert, join, step, unranked, without, type Ranking, type RankingDimension } from "./ranking";

export interface BoardModel {
  readonly dimension: RankingDimension;
  readonly ranking: Ranking;
  readonly responses: readonly string[];
  /** The board that keys act on. */
  readonly active: boolean;
  readonly activate: () => void;
  readonly rank: (ranking: Ranking) => void;
  /** A response is pointed at, `null` for none. */
  readonly point: (response: number | null) => void;
}

export class RankingBoard {
  readonly #redraw: () => void;
  #drop: Drop | null = null;
  #dragged = false;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  render(model: BoardModel): TemplateResult {
    const { dimension, ranking, responses, active } = model;
    const open = unranked(ranking, responses.length);
    const { length } = ranking;
    return html`
      <section class="board ${active ? "active" : ""}" aria-label=${dimension.name} @focusin=${model.activate} @pointerdown=${model.activate}>
        <h2><span dir="auto">${dimension.name}</span>${dimension.allowTie ? html`<small>Ties allowed</small>` : nothing}</h2>
        <ol>
          ${ranking.map(
            (group, at) => html`
              <li class="rank ${this.#dropClass(at, length)}" aria-label="Rank ${at + 1}">
                <b class="place">${at + 1}</b>
                <div class="group">${repeat(group, (response) => response, (response) => this.#chip(model, response, true))}</div>
              </li>
            `,
          )}
          ${length === 0 ? html`<li class="rank-hint ${this.#drop ? "before" : ""}">${this.#hint(responses.length)}</li>` : nothing}
        </ol>
        <div class="unranked ${this.#drop?.kind === "out" ? "on" : ""}" ?hidden=${open.length === 0}>
          ${repeat(open, (response) => response, (response) => this.#chip(model, response, false))}
        </div>
      </section>
    `;
  }

  #hint(count: number): string {
    return count === 0 ? "This template gives no responses." : "Best first: choose or drag a response";
  }

  #dropClass(at: number, rows: number): string {
    const drop = this.#drop;
    if (drop === null || drop.kind === "out") return "";
    if (drop.kind === "join") return drop.at === at ? "on" : "";
    if (drop.at === at) return "before";
    return drop.at === rows && at === rows - 1 ? "after" : "";
  }

  #chip(model: BoardModel, response: number, ranked: boolean): TemplateResult {
    const letter = letterOf(response);
    const move = (by: 1 | -1) => () => model.rank(step(model.ranking, response, by, model.dimension.allowTie));
    return html`
      <div class="chip" @pointerdown=${this.#pressed(model, response)} @pointerenter=${() => model.point(response)} @pointerleave=${() => model.point(null)}>
        <button
          type="button" class="response-chip" aria-label="Response ${letter}${ranked ? "" : ", without a rank"}" title=${ranked ? "Take the rank away" : "Rank next"}
          @click=${() => this.#clicked(model, response, ranked)} @keydown=${(event: KeyboardEvent) => this.#keyed(event, model, response)}
        ><i class="letter">${letter}</i><span class="start" dir="auto">${model.responses[response]!.slice(0, 60)}</span></button>
        ${ranked
          ? html`
              <button type="button" class="quiet nudge up" aria-label="Response ${letter} better" @click=${move(-1)}>${icon("chevron", 16)}</button>
              <button type="button" class="quiet nudge down" aria-label="Response ${letter} worse" @click=${move(1)}>${icon("chevron", 16)}</button>
            `
          : nothing}
      </div>
    `;
  }

  #clicked({ ranking, rank }: BoardModel, response: number, ranked: boolean): void {
    if (!this.#dragged) rank(ranked ? without(ranking, response) : insert(ranking, response, ranking.length));
  }

  /** Up and down change the rank of the response that has the focus. */
  #keyed(event: KeyboardEvent, { ranking, rank, dimension }: BoardModel, response: number): void {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    event.stopPropagation();
    rank(step(ranking, response, by, dimension.allowTie));
  }

  #pressed(model: BoardModel, response: number) {
    return (event: PointerEvent): void => {
      this.#dragged = false;
      if (event.button !== 0 || (event.target as Element).closest(".nudge")) return;
      follow(event, model.dimension.allowTie, {
        begun: () => {
          this.#dragged = true;
        },
        moved: (drop) => {
          this.#drop = drop;
          this.#redraw();
        },
        dropped: (drop) => model.rank(dropped(model.ranking, response, drop)),
      });
    };
  }
}

function dropped(ranking: Ranking, response: number, drop: Drop): Ranking {
  if (drop.kind === "out") return without(ranking, response);
  return drop.kind === "join" ? join(ranking, response, drop.at) : insert(ranking, response, drop.at);
}
