export * from "./format.ts";
export * from "./statuses.ts";
