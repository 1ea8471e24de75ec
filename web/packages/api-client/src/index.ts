export * as api from "./client.ts";
export type { FleetKind, PlanFile, ShipmentAction, ShipmentFilter } from "./client.ts";
export { followLive, type LiveEvent } from "./live.ts";
export { asProblem, Problem, UNREACHABLE } from "./problem.ts";
export type * from "./names.ts";
