/**
 * Builds the three things the server hands out, with names that never change (the server's pages name them):
 *
 *   dist/crowd-html-elements.js   classic loader script, the one that templates name
 *   dist/crowd/elements.js        ES module: elements and frame runtime; tools are chunks of their own
 *   dist/portal/portal.{js,css}   the labeling site's page
 *
 * `node build.mjs --watch` builds again on every change; `node build.mjs crowd` builds one of loader, crowd, portal.
 */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const watch = process.argv.includes("--watch") ? {} : null;

const shared = {
  root,
  configFile: false,
  base: "./",
  logLevel: "warn",
  publicDir: false,
};

const output = (folder) => ({
  entryFileNames: `${folder}/[name].js`,
  chunkFileNames: `${folder}/chunks/[name]-[hash].js`,
  assetFileNames: (asset) =>
    asset.names.some((name) => name.endsWith(".css")) ? `${folder}/[name].css` : `${folder}/assets/[name]-[hash][extname]`,
});

const options = {
  outDir: "dist",
  emptyOutDir: false,
  target: "es2022",
  // The first versions that know light-dark().
  cssTarget: ["chrome123", "firefox120", "safari17.5"],
  modulePreload: false,
  sourcemap: true,
  watch,
};

const builds = {
  loader: {
    clean: ["crowd-html-elements.js", "crowd-html-elements.js.map"],
    build: {
      lib: {
        entry: "src/loader/crowd-html-elements.ts",
        formats: ["iife"],
        name: "plumblineLoader",
        fileName: () => "crowd-html-elements.js",
      },
    },
  },
  crowd: {
    clean: ["crowd"],
    build: { rolldownOptions: { input: { elements: "src/elements/main.ts" }, output: output("crowd") } },
  },
  portal: {
    clean: ["portal"],
    build: { cssCodeSplit: true, rolldownOptions: { input: { portal: "src/portal/main.ts" }, output: output("portal") } },
  },
};

const named = process.argv.slice(2).filter((argument) => argument in builds);
for (const name of named.length > 0 ? named : Object.keys(builds)) {
  for (const path of builds[name].clean) rmSync(new URL(`dist/${path}`, import.meta.url), { recursive: true, force: true });
  await build({ ...shared, build: { ...options, ...builds[name].build } });
}
