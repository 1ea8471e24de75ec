/** Where things lie on the time axis; pure. */
import { expectedAt, type ShownRoute, type ShownStop } from "./model.ts";

const HOUR_MS = 3_600_000;

export interface Axis {
  from: number;
  to: number;
  /** Full hours inside, as instants. */
  hours: number[];
}

/** The whole hours that hold every route; null without routes. */
export function axisOf(routes: ShownRoute[]): Axis | null {
  if (routes.length === 0) return null;
  const instants = routes.flatMap((route) => [
    Date.parse(route.start_at), Date.parse(route.end_at), ...route.stops.map((stop) => Date.parse(expectedAt(stop))),
  ]);
  const from = Math.floor(Math.min(...instants) / HOUR_MS) * HOUR_MS;
  const to = Math.ceil((Math.max(...instants) + 1) / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: Math.round((to - from) / HOUR_MS) + 1 }, (_, index) => from + index * HOUR_MS);
  return { from, to, hours };
}

/** Share of the axis, 0 to 1, cut at its ends. */
export function at(axis: Axis, instant: string | number): number {
  const value = typeof instant === "number" ? instant : Date.parse(instant);
  return Math.max(0, Math.min(1, (value - axis.from) / (axis.to - axis.from)));
}

export interface Block {
  left: number;
  width: number;
}

/** Where a stop's service lies: moved to when it happened or is expected. */
export function blockOf(axis: Axis, stop: ShownStop): Block {
  const length = Date.parse(stop.departure_at) - Date.parse(stop.service_start_at);
  const known = Date.parse(expectedAt(stop));
  // What is complete is known by its end, what is to come by its start.
  const guess = stop.completed_at ? known - length : known;
  const start = stop.arrived_at ? Date.parse(stop.arrived_at) : guess;
  const end = stop.completed_at ? known : start + length;
  const left = at(axis, start);
  return { left, width: at(axis, end) - left };
}

/** The stop of another route that lies nearest in time, for the arrow keys. */
export function nearest(route: ShownRoute, instant: string): ShownStop | null {
  const wanted = Date.parse(instant);
  let best: ShownStop | null = null;
  let gap = Infinity;
  for (const stop of route.stops) {
    const distance = Math.abs(Date.parse(expectedAt(stop)) - wanted);
    if (distance < gap) [best, gap] = [stop, distance];
  }
  return best;
}
