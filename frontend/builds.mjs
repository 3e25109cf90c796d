/**
 * The four things the server hands out, with names that never change (the server's pages name them):
 *
 *   dist/crowd-html-elements.js   classic loader script, the one that templates name
 *   dist/crowd/elements.js        ES module: elements and frame runtime; tools are chunks of their own
 *   dist/portal/portal.{js,css}   the labeling site's page
 *   dist/preview/preview.{js,css} the admin's page "Preview a template"
 */
import { fileURLToPath } from "node:url";

const output = (/** @type {string} */ folder) => ({
  entryFileNames: `${folder}/[name].js`,
  chunkFileNames: `${folder}/chunks/[name]-[hash].js`,
  assetFileNames: (/** @type {{ names: string[] }} */ asset) =>
    asset.names.some((name) => name.endsWith(".css")) ? `${folder}/[name].css` : `${folder}/assets/[name]-[hash][extname]`,
});

/** What each build makes and which paths under dist/ are its own. */
export const BUILDS = {
  loader: {
    clean: ["crowd-html-elements.js", "crowd-html-elements.js.map"],
    build: {
      lib: {
        entry: "src/loader/crowd-html-elements.ts",
        formats: /** @type {["iife"]} */ (["iife"]),
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
  preview: {
    clean: ["preview"],
    build: { cssCodeSplit: true, rolldownOptions: { input: { preview: "src/preview/main.ts" }, output: output("preview") } },
  },
};

/**
 * Vite's configuration of one build.
 *
 * @param {keyof typeof BUILDS} name
 * @param {{ watch?: boolean, write?: boolean, out?: string }} options
 */
export function configOf(name, { watch = false, write = true, out = "dist" } = {}) {
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    configFile: /** @type {false} */ (false),
    base: "./",
    logLevel: /** @type {"warn"} */ ("warn"),
    publicDir: /** @type {false} */ (false),
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      // The first versions that know light-dark().
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      modulePreload: /** @type {false} */ (false),
      sourcemap: true,
      watch: watch ? {} : null,
      write,
      ...BUILDS[name].build,
    },
  };
}
