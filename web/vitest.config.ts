import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["packages/*/src/**/*.test.ts", "console/src/**/*.test.ts", "driver/src/**/*.test.ts", "track/src/**/*.test.ts"] },
});
