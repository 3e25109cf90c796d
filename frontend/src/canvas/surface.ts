/**
 * The stacked canvases: `picture` at the bottom, `lower` with what rests (shapes, masks), `upper` with what moves
 * (the shape in hand, handles, the cursor). Each is painted at most once a frame, and only where it changed.
 *
 * Layers paint with the image pixel as unit: the context's transform is set, and clipped to the area that is dirty.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Bounds } from "../geometry/polygon";
import { Plane, type Layer } from "./plane";
import { View } from "./view";

export type PlaneName = "picture" | "lower" | "upper";

/** After the last change of the view, rest before heavy planes are painted sharp again, in milliseconds. */
const SETTLED = 140;

export class Surface implements ReactiveController {
  /** To be put into the page; it takes the room it gets. */
  readonly element: HTMLElement = document.createElement("div");
  readonly view: View = new View(() => this.#moved());
  readonly planes: Readonly<Record<PlaneName, Plane>>;
  readonly #observer = new ResizeObserver(() => this.#resize());
  #frame = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.element.className = "surface";
    this.planes = { picture: new Plane("picture-canvas"), lower: new Plane("lower-canvas"), upper: new Plane("upper-canvas") };
    this.element.append(...Object.values(this.planes).map((plane) => plane.canvas));
    // Templates lay pictures of their own over this canvas by its rectangle; the original's is as large as the picture.
    this.top.getBoundingClientRect = () => this.pictureOnPage;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.element);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settling);
    this.#frame = 0;
  }

  /** The canvas that pointers reach. */
  get top(): HTMLCanvasElement {
    return this.planes.upper.canvas;
  }

  /** Where the whole picture is on the page, also where it reaches out of sight; all of this, while there is none. */
  get pictureOnPage(): DOMRect {
    const room = this.element.getBoundingClientRect();
    const { left, top, scale, picture } = this.view;
    if (picture.width === 0) return room;
    return new DOMRect(room.left + left, room.top + top, picture.width * scale, picture.height * scale);
  }

  /** Add a layer over those that the plane has. */
  add(name: PlaneName, layer: Layer): void {
    this.planes[name].layers.push(layer);
  }

  /** Paint a plane in the next frame, all of it or one area (image pixels). */
  repaint(name: PlaneName, area: Bounds | null = null): void {
    this.planes[name].soil(area);
    this.#frame ||= requestAnimationFrame(this.#paint);
  }

  readonly #paint = (): void => {
    this.#frame = 0;
    for (const plane of Object.values(this.planes)) plane.paint(this.view);
  };

  /** Another scale or place. Heavy planes only have their old picture moved until the view rests. */
  #moved(): void {
    for (const [name, plane] of Object.entries(this.planes) as [PlaneName, Plane][]) {
      if (plane.heavy) plane.follow(this.view);
      else this.repaint(name);
    }
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(), SETTLED);
  }

  #settle(): void {
    for (const [name, plane] of Object.entries(this.planes) as [PlaneName, Plane][]) if (plane.moved) this.repaint(name);
  }

  #resize(): void {
    const room = { width: this.element.clientWidth, height: this.element.clientHeight };
    if (room.width === this.view.room.width && room.height === this.view.room.height) return;
    for (const plane of Object.values(this.planes)) plane.resize(room);
    this.view.resize(room);
    for (const name of Object.keys(this.planes) as PlaneName[]) this.repaint(name);
    this.#paint();
  }
}
