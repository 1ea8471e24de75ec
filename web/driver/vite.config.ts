import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { appConfig } from "../vite.shared.ts";

const BASE = "/driver/";
const here = import.meta.dirname;

/** Writes the list of the built files, and a version made from it, into the service worker. */
function fillWorker(): Plugin {
  return {
    name: "doorstep-fill-worker",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("The build has no service worker.");
      const hash = createHash("sha256");
      const built = Object.values(bundle)
        .filter((file) => file !== worker && !file.fileName.endsWith(".html"))
        // Other alphabets are fetched when a name needs them.
        .filter((file) => !/-(cyrillic|greek|vietnamese)/.test(file.fileName))
        .map((file) => file.fileName);
      const files = [...built, ...readdirSync(resolve(here, "public"))].sort().map((file) => BASE + file);
      hash.update(files.join("\n"));
      const page = bundle["index.html"];
      if (page?.type === "asset") hash.update(page.source);
      worker.code = worker.code
        .replaceAll("BUILD_FILES", JSON.stringify(files))
        .replaceAll("BUILD_VERSION", JSON.stringify(hash.digest("hex").slice(0, 12)));
    },
  };
}

const shared = appConfig("driver", BASE);

export default defineConfig({
  ...shared,
  plugins: [shared.plugins, fillWorker()],
  build: {
    ...shared.build,
    rolldownOptions: {
      input: { index: resolve(here, "index.html"), sw: resolve(here, "src/sw.ts") },
      output: {
        // The worker's address never changes: browsers look for its new version there.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
