// Runs the type checks of every package and app, and fails when any of them does.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const svelteParts = ["packages/ui", "packages/map", "console", "driver", "track"];
const plainParts = ["packages/words", "packages/api-client", "packages/sync"];

function run(command, args) {
  console.log(`> ${command} ${args.join(" ")}`);
  return spawnSync("npx", ["--no-install", command, ...args], { stdio: "inherit" }).status === 0;
}

const results = [
  ...plainParts
    .filter((part) => existsSync(`${part}/tsconfig.json`))
    .map((part) => run("tsc", ["--project", part])),
  ...svelteParts
    .filter((part) => existsSync(`${part}/tsconfig.json`))
    .map((part) => run("svelte-check", ["--workspace", part, "--tsconfig", "./tsconfig.json", "--fail-on-warnings"])),
];
process.exit(results.every(Boolean) ? 0 : 1);
