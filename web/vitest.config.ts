import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Runes live in `*.svelte.ts` files too, so tests need the compiler; in the browser's flavour.
  plugins: [svelte({ configFile: false })],
  resolve: { conditions: ["browser"] },
  test: { include: ["{packages/*,console,driver,track}/src/**/*.test.ts"] },
});
