/**
 * `node build.mjs` builds everything, `node build.mjs crowd` one of loader, crowd, portal; with `--watch` again on
 * every change.
 */
import { rmSync } from "node:fs";
import { build } from "vite";
import { BUILDS, configOf } from "./builds.mjs";

const watch = process.argv.includes("--watch");
const named = process.argv.slice(2).filter((argument) => argument in BUILDS);

for (const name of named.length > 0 ? named : Object.keys(BUILDS)) {
  for (const path of BUILDS[name].clean) rmSync(new URL(`dist/${path}`, import.meta.url), { recursive: true, force: true });
  await build(configOf(name, { watch }));
}
