/** The picture of one address: what comes for another one, or too late, is not shown. */
import type { ReactiveControllerHost } from "lit";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ImageSource } from "../src/elements/image-source";
import { standNoPicture } from "./pictures";
import { rest } from "./stage";

afterEach(() => vi.unstubAllGlobals());

function build(): { source: ImageSource; broken: string[] } {
  const host: ReactiveControllerHost = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  };
  const broken: string[] = [];
  return { source: new ImageSource(host, (url) => broken.push(url)), broken };
}

describe("a picture that is still on its way", () => {
  test.each(["load", "error"])("is forgotten when the address is taken away: its %s changes nothing", async (type) => {
    const tried = standNoPicture();
    const { source, broken } = build();
    source.load("a.png");
    await rest();
    source.load("");
    tried[0]!.dispatchEvent(new Event(type));
    expect([source.state, source.image, broken, tried.length]).toEqual(["none", null, [], 1]);
  });

  test("is not shown in the place of the one that was asked for after it", async () => {
    const tried = standNoPicture();
    const { source } = build();
    source.load("a.png");
    await rest();
    source.load("b.png");
    tried[0]!.dispatchEvent(new Event("load"));
    expect(source.state).toBe("loading");
    await rest();
    tried[1]!.dispatchEvent(new Event("load"));
    expect([source.state, source.image]).toEqual(["shown", tried[1]]);
  });
});

test("a picture that fails with CORS and without it is told, without its signature, and can be tried again", async () => {
  const tried = standNoPicture();
  const { source, broken } = build();
  source.load("a.png?signature=1");
  await rest();
  tried[0]!.dispatchEvent(new Event("error"));
  tried[1]!.dispatchEvent(new Event("error"));
  expect([source.state, broken]).toEqual(["broken", ["a.png"]]);
  source.load("a.png?signature=1");
  await rest();
  tried[2]!.dispatchEvent(new Event("load"));
  expect([source.state, source.image]).toEqual(["shown", tried[2]]);
});
