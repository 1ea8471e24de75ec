/**
 * The route as the driver must see it: the server's last snapshot, with everything on top that was
 * done on this phone since. Pure, so that it is the same after a reload as before it.
 */

import type { LiveBreak, LiveRoute, LiveStop } from "@doorstep/api-client";
import type { Command, StoredCommand } from "@doorstep/sync";

/** A stop on the phone: the driver stands at one, which the server tells by `arrived_at` only. */
export interface DriverStop extends Omit<LiveStop, "status"> {
  status: LiveStop["status"] | "arrived";
  /** Its outcome is on this phone only. */
  waiting: boolean;
}

export interface DriverRoute extends Omit<LiveRoute, "stops"> {
  stops: DriverStop[];
}

export const isOpen = (stop: { status: string }): boolean =>
  stop.status !== "delivered" && stop.status !== "failed";

export function project(
  snapshot: LiveRoute | null,
  rows: readonly StoredCommand[],
): DriverRoute | null {
  if (snapshot === null) return null;
  const stops = [...snapshot.stops]
    .sort((one, other) => one.sequence - other.sequence)
    .map((stop): DriverStop => ({ ...stop, waiting: false }));
  for (const stop of stops) {
    if (isOpen(stop) && stop.arrived_at) stop.status = "arrived";
  }
  const route: DriverRoute = { ...snapshot, stops };
  for (const { command, state } of rows) {
    // What the office refused did not change the route.
    if (command.route_id !== route.id || state === "refused") continue;
    apply(route, command, state !== "applied");
  }
  if (route.status === "started") pointAtNext(route);
  route.done = stops.filter((stop) => stop.status === "delivered").length;
  route.failed = stops.filter((stop) => stop.status === "failed").length;
  return route;
}

function apply(route: DriverRoute, command: Command, waiting: boolean): void {
  if (command.kind === "finish_route") {
    route.status = "finished";
    route.finished_at = command.happened_at;
  } else if (route.status === "released") {
    // Whatever is reported first shows that the route has started; the server says so too.
    route.status = "started";
    route.started_at = command.happened_at;
  }
  const stop = route.stops.find((one) => one.id === command.stop_id);
  // The server's outcome stands; it may know more than this phone.
  if (stop === undefined || !isOpen(stop)) return;
  if (command.kind === "arrive") stop.status = "arrived";
  if (command.kind !== "deliver" && command.kind !== "fail") return;
  stop.status = command.kind === "deliver" ? "delivered" : "failed";
  stop.completed_at = command.happened_at;
  stop.reason = command.reason ?? null;
  stop.waiting = waiting;
}

/** Exactly one stop is next: the one the driver stands at, else the first open one. */
function pointAtNext(route: DriverRoute): void {
  const next = nextStop(route);
  for (const stop of route.stops) {
    if (stop.status === "en_route" && stop !== next) stop.status = "planned";
  }
  if (next?.status === "planned") next.status = "en_route";
}

export function nextStop(route: DriverRoute): DriverStop | undefined {
  return (
    route.stops.find((stop) => stop.status === "arrived") ?? route.stops.find((stop) => isOpen(stop))
  );
}

/** The breaks still to come: no stop behind them has been reached. */
export function restsAhead(route: DriverRoute): LiveBreak[] {
  const reached = route.stops.filter((stop) => !isOpen(stop) || stop.status === "arrived").map((stop) => stop.sequence);
  const last = Math.max(0, ...reached);
  return route.breaks.filter((rest) => rest.before_stop > last);
}

/** Minutes after the end of its window that a stop is expected, 0 when in time. */
export function minutesLate(stop: Omit<LiveStop, "status"> & { status: string }): number {
  const last = stop.windows.at(-1);
  if (last === undefined || !isOpen(stop)) return 0;
  const eta = Date.parse(stop.eta_at ?? stop.arrival_at);
  return Math.max(0, Math.ceil((eta - Date.parse(last.late_at)) / 60_000));
}
