/**
 * `node build.mjs` builds everything, `node build.mjs crowd` one of loader, crowd, portal; with `--watch` again on
 * every change, with `--out FOLDER` somewhere else than in `dist/`.
 */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "vite";
import { BUILDS, configOf } from "./builds.mjs";

const watch = process.argv.includes("--watch");
const after = process.argv.indexOf("--out") + 1;
const out = resolve(import.meta.dirname, after > 0 ? process.argv[after] : "dist");
const named = process.argv.slice(2).filter((argument) => argument in BUILDS);

for (const name of named.length > 0 ? named : Object.keys(BUILDS)) {
  for (const path of BUILDS[name].clean) rmSync(resolve(out, path), { recursive: true, force: true });
  await build(configOf(name, { watch, out }));
}
