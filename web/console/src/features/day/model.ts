/** One shape for draft and live routes, so that map, list and timeline need not care which it is. */
import type { LiveBreak, LiveEvent, LiveRoute, LiveStop, PlanRoute, PlanStop, Position, Unassigned, Window } from "@doorstep/api-client";

type Happened = Pick<LiveStop, "status" | "eta_at" | "arrived_at" | "completed_at" | "reason" | "proof" | "disputed" | "payment">;

/** A break; when it is expected, only a live route says. */
export type ShownBreak = PlanRoute["breaks"][number] & Partial<Pick<LiveBreak, "eta_at">>;

/** Whether goods are fetched there only the plan says. */
export type ShownStop = Omit<PlanStop, "slack_s" | "kind"> & Partial<Pick<PlanStop, "kind">> & Happened;

export interface ShownRoute extends Omit<PlanRoute, "stops" | "breaks" | "co2e_g" | "co2e_cost_minor" | "extra_visits" | "extra_visits_cost_minor">, Pick<LiveRoute, "position" | "done" | "failed" | "late" | "total"> {
  status: LiveRoute["status"] | "draft";
  stops: ShownStop[];
  breaks: ShownBreak[];
  /** Of a plan; what is driven says nothing of it. */
  co2e_g?: number;
}

/** When a break is expected to begin and end, and whether it is over. */
export function restSpan(rest: ShownBreak): { from: string; to: string; over: boolean } {
  if (rest.eta_at === undefined || rest.eta_at === null) {
    return { from: rest.start_at, to: rest.end_at, over: rest.eta_at === null };
  }
  const lasts = Date.parse(rest.end_at) - Date.parse(rest.start_at);
  return { from: rest.eta_at, to: new Date(Date.parse(rest.eta_at) + lasts).toISOString(), over: false };
}

const NOTHING_YET: Happened = {
  status: "planned", eta_at: null, arrived_at: null, completed_at: null, reason: null, proof: null, disputed: false, payment: null,
};

export function draftRoute(route: PlanRoute): ShownRoute {
  return {
    ...route,
    status: "draft",
    position: null,
    done: 0,
    failed: 0,
    late: 0,
    total: route.stops.length,
    stops: route.stops.map((stop) => ({ ...stop, ...NOTHING_YET })),
  };
}

/** The best knowledge of when a stop is or was served: happened, else predicted, else planned. */
export function expectedAt(stop: ShownStop): string {
  return stop.completed_at ?? stop.eta_at ?? stop.service_start_at;
}

/** The window a stop is judged by: the first that has not closed before it, else the last. */
export function windowOf(stop: { windows: Window[] }, at: string): Window | null {
  const sorted = [...stop.windows].sort((a, b) => a.early_at.localeCompare(b.early_at));
  return sorted.find((window) => Date.parse(window.late_at) >= Date.parse(at)) ?? sorted.at(-1) ?? null;
}

/** Seconds after the promise; zero when in time, when nothing was promised or when it failed. */
export function lateBy(stop: ShownStop): number {
  if (stop.status === "failed") return 0;
  // A window bounds the start of service: somebody who came in time and stayed long was in time.
  const at = stop.arrived_at ?? expectedAt(stop);
  const window = windowOf(stop, at);
  if (!window) return 0;
  const seconds = (Date.parse(at) - Date.parse(window.late_at)) / 1000;
  return seconds >= 60 ? seconds : 0; // less than a minute is shown as in time
}

export function isDone(stop: ShownStop): boolean {
  return stop.status === "delivered" || stop.status === "failed";
}

export function findStop(routes: ShownRoute[], id: string | null): { route: ShownRoute; stop: ShownStop } | null {
  if (!id) return null;
  for (const route of routes) {
    const stop = route.stops.find((candidate) => candidate.id === id);
    if (stop) return { route, stop };
  }
  return null;
}

/** The stop before or after in the same route. */
export function neighbour(routes: ShownRoute[], id: string, step: 1 | -1): string | null {
  const found = findStop(routes, id);
  if (!found) return null;
  const { stops } = found.route;
  return stops[stops.findIndex((stop) => stop.id === id) + step]?.id ?? null;
}

/** How full the fullest dimension of the vehicle is, 0 to 1. */
export function fill(route: Pick<PlanRoute, "load">): number {
  const { weight_g, volume_cm3, capacity_g, capacity_cm3 } = route.load;
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return Math.max(share(weight_g, capacity_g), share(volume_cm3, capacity_cm3));
}

/** The position inside a live event, or null when it only says that there is one. */
export function positionOf(event: LiveEvent): Position | null {
  const { lat, lon } = event;
  if (typeof lat !== "number" || typeof lon !== "number") return null;
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  return {
    lat,
    lon,
    fixed_at: typeof event["fixed_at"] === "string" ? event["fixed_at"] : event.at,
    heading_deg: number(event["heading_deg"]),
    speed_mps: number(event["speed_mps"]),
  };
}

export interface ReasonGroup {
  key: string;
  sentence: string;
  action: string;
  items: Unassigned[];
}

/** Orders left out for the same reason, the largest group first: what to do about many is said once. */
export function groupByReason(unassigned: Unassigned[]): ReasonGroup[] {
  const groups = new Map<string, ReasonGroup>();
  for (const item of unassigned) {
    const key = `${item.reason}|${item.sentence}|${item.action}`;
    const group = groups.get(key) ?? { key, sentence: item.sentence, action: item.action, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.items.length - a.items.length);
}
