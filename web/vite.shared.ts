import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { UserConfig } from "vite";

const here = import.meta.dirname;

/**
 * One build recipe for the three apps.
 *
 * The output lands inside the Python package, from where the server serves it.
 * While developing, `npm run dev` passes the API on to a running `doorstep`.
 */
export function appConfig(name: "console" | "driver" | "track", base: string): UserConfig {
  return {
    root: resolve(here, name),
    base,
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: resolve(here, "../src/doorstep/web", name),
      emptyOutDir: true,
      target: "es2022",
      // MapLibre is one large chunk by nature, loaded only when a map is shown.
      chunkSizeWarningLimit: 1300,
    },
    worker: { format: "es" },
    server: {
      host: "127.0.0.1",
      proxy: { "/api": process.env["DOORSTEP_URL"] ?? "http://127.0.0.1:8000" },
    },
  };
}
