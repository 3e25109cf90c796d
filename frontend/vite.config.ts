import { defineConfig } from "vitest/config";

/** Tests run in happy-dom; the three builds are described in build.mjs. */
export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts", "src/portal/**/*.test.ts"],
    setupFiles: ["tests/happy-dom-upgrade.ts"],
    restoreMocks: true,
  },
});
