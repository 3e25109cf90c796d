// @vitest-environment node
import { gzipSync } from "node:zlib";
import { build, type Rollup } from "vite";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { configOf } from "../builds.mjs";
import { LOADERS } from "../src/elements/registry";

let chunks: Map<string, Rollup.OutputChunk>;

beforeAll(async () => {
  // As `node build.mjs` builds it: in the environment of tests, libraries come in the form for developers.
  vi.stubEnv("NODE_ENV", "production");
  const built = (await build(configOf("crowd", { write: false }))) as Rollup.RollupOutput;
  vi.unstubAllEnvs();
  const all = built.output.filter((part): part is Rollup.OutputChunk => part.type === "chunk");
  chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]));
}, 60_000);

/** The chunk a module's tag loads, by its name. */
function named(name: string): Rollup.OutputChunk {
  const found = [...chunks.values()].find((chunk) => chunk.name === name);
  if (!found) throw new Error(`no chunk ${name}; there are ${[...chunks.values()].map((chunk) => chunk.name).join(", ")}`);
  return found;
}

/** Everything that a browser fetches for these chunks. */
function closure(names: string[]): Set<Rollup.OutputChunk> {
  const found = new Set<Rollup.OutputChunk>();
  const visit = (chunk: Rollup.OutputChunk): void => {
    if (found.has(chunk)) return;
    found.add(chunk);
    for (const path of chunk.imports) visit(chunks.get(path)!);
  };
  names.forEach((name) => visit(named(name)));
  return found;
}

describe("the bundle of a classification job", () => {
  test.each(["crowd-classifier", "crowd-image-classifier"])("%s stays under 60 kB, gzipped, in all", (widget) => {
    const fetched = closure(["elements", "crowd-form", "crowd-button", "crowd-alert", widget]);
    const bytes = [...fetched].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThan(60_000);
  });

  test("the text classifier does not fetch what only pictures need", () => {
    const fetched = closure(["elements", "crowd-form", "crowd-classifier"]);
    expect(fetched.has(named("crowd-image-classifier"))).toBe(false);
  });

  test.each([...LOADERS.keys()])("%s is a chunk of its own, which the entry does not fetch", (tag) => {
    expect(closure(["elements"]).has(named(tag))).toBe(false);
  });

  test("a form fetches no icons before one is shown", () => {
    const icons = [...chunks.values()].filter((chunk) => /-icons$/.test(chunk.name));
    expect(icons.length).toBeGreaterThan(10);
    for (const chunk of icons) expect(chunk.code).toMatch(/Copyright .* The Polymer Project Authors/);
    const fetched = closure(["elements", "crowd-form", "crowd-button", "crowd-input", "crowd-fab", "iron-icon"]);
    expect(icons.filter((chunk) => fetched.has(chunk))).toEqual([]);
  });

  test("the entry has the name that the loader asks for", () => {
    expect(named("elements").fileName).toBe("crowd/elements.js");
  });
});
