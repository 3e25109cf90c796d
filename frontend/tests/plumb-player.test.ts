import { describe, expect, test, vi } from "vitest";
import type { PlumbPlayer } from "../src/elements/plumb-player";
import { allShortcuts } from "../src/elements/shortcuts";
import { inShadow, press, rest, show } from "./stage";

async function build(inside = "<video></video>"): Promise<{ player: PlumbPlayer; video: HTMLVideoElement }> {
  const player = await show<PlumbPlayer>(
    `<crowd-form><crowd-classifier name="c" categories='["a","b"]'><classification-target><plumb-player>${inside}</plumb-player></classification-target></crowd-classifier></crowd-form>`,
    "plumb-player",
  );
  const video = player.querySelector("video")!;
  return { player, video };
}

/** A film of ten seconds; there is no decoder in these tests. */
function stand(video: HTMLVideoElement): void {
  const film = { currentTime: 0, duration: 10, paused: true, playbackRate: 1, loop: false };
  const tell = (type: string) => video.dispatchEvent(new Event(type));
  for (const [name, event] of Object.entries({ currentTime: "timeupdate", playbackRate: "ratechange", paused: "", duration: "", loop: "" })) {
    Object.defineProperty(video, name, {
      configurable: true,
      get: () => Reflect.get(film, name),
      set: (value) => {
        Reflect.set(film, name, value);
        tell(event);
      },
    });
  }
  video.play = vi.fn(async () => {
    film.paused = false;
    tell("play");
  });
  video.pause = vi.fn(() => {
    film.paused = true;
    tell("pause");
  });
  tell("durationchange");
}

describe("a clip beside categories", () => {
  test("is played, slowed, looped and stepped by keys, and digits still choose", async () => {
    const { player, video } = await build();
    stand(video);
    press(" ");
    expect(video.paused).toBe(false);
    press("-");
    await player.updateComplete;
    press("-");
    expect(video.playbackRate).toBe(0.5);
    press("*");
    expect(video.loop).toBe(true);
    press("ArrowRight");
    expect(video.currentTime).toBe(2);
    press(".");
    expect(video.currentTime).toBeCloseTo(2.04);
    expect(video.paused).toBe(true);
    for (let jump = 0; jump < 9; jump += 1) press("ArrowRight");
    expect(video.currentTime).toBe(10);
    press("2");
    expect(document.querySelector("crowd-form")).toMatchObject({ answer: { c: { label: "b" } } });
  });

  test("has its keys in the list of keys", async () => {
    await build();
    expect(allShortcuts().map(({ label }) => label)).toEqual(expect.arrayContaining(["Play or pause", "Slower", "Loop", "a"]));
  });

  test("Space on a button is the button's own", async () => {
    const { player, video } = await build();
    stand(video);
    press(" ", inShadow(player, "[aria-label=Loop]"));
    expect(video.paused).toBe(true);
  });

  test("shows where it is, and goes where its slider goes", async () => {
    const { player, video } = await build();
    stand(video);
    video.currentTime = 3.25;
    await player.updateComplete;
    expect(inShadow(player, "time").textContent).toBe("0:03.3 / 0:10.0");
    const slider = inShadow<HTMLInputElement>(player, "input[type=range]");
    slider.value = "7.5";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    expect(video.currentTime).toBeCloseTo(7.5);
  });

  test("that a script puts in later is taken", async () => {
    const { player } = await build("");
    const video = document.createElement("video");
    player.append(video);
    inShadow(player, "slot").dispatchEvent(new Event("slotchange"));
    stand(video);
    await rest();
    press(" ");
    expect(video.paused).toBe(false);
  });
});
