import { describe, expect, it } from "vitest";
import { draftRoute, groupByReason, lateBy, neighbour, restSpan, windowOf, type ShownStop } from "./model.ts";
import { at, axisOf, blockOf, nearest } from "./timeline.ts";

const window = (early: string, late: string) => ({ early_at: `2026-11-20T${early}:00Z`, late_at: `2026-11-20T${late}:00Z` });

function stop(id: string, time: string, more: Partial<ShownStop> = {}): ShownStop {
  const instant = `2026-11-20T${time}:00Z`;
  return {
    id, sequence: 1, shipment_id: id, reference: id, recipient: id, address: id, lat: 60, lon: 25, parcels: 1, windows: [],
    arrival_at: instant, service_start_at: instant, departure_at: new Date(Date.parse(instant) + 180_000).toISOString(),
    status: "planned", eta_at: null, arrived_at: null, completed_at: null, reason: null, proof: null, disputed: false, payment: null, ...more,
  };
}

function route(...stops: ShownStop[]) {
  return draftRoute({
    id: "r", vehicle_id: "v", vehicle: "van 1", driver: "Ada", color: "#000", distance_m: 1, cost_minor: 1, co2e_g: 0, co2e_cost_minor: 0, extra_visits: 0, extra_visits_cost_minor: 0, geometry: "",
    start_at: "2026-11-20T08:10:00Z", end_at: "2026-11-20T09:50:00Z", depot: { name: "d", lat: 60, lon: 25 },
    load: { weight_g: 0, volume_cm3: 0, capacity_g: 1, capacity_cm3: 1 }, breaks: [], stops: stops.map((stop) => ({ ...stop, kind: "delivery" as const, slack_s: 0 })),
  });
}

describe("a break", () => {
  const rest = { before_stop: 2, start_at: "2026-11-20T12:00:00.000Z", end_at: "2026-11-20T12:45:00.000Z", law: "" };
  it("stands where it is planned, and moves with the route while it is ahead", () => {
    expect(restSpan(rest)).toEqual({ from: rest.start_at, to: rest.end_at, over: false });
    expect(restSpan({ ...rest, eta_at: "2026-11-20T12:20:00.000Z" })).toEqual({
      from: "2026-11-20T12:20:00.000Z", to: "2026-11-20T13:05:00.000Z", over: false,
    });
    expect(restSpan({ ...rest, eta_at: null }).over).toBe(true);
  });
});

describe("lateness", () => {
  it("is counted from the end of the promised window to the ETA", () => {
    const late = stop("a", "09:00", { windows: [window("08:00", "10:00")], eta_at: "2026-11-20T10:12:00Z" });
    expect(lateBy(late)).toBe(12 * 60);
  });
  it("is judged by the arrival, not by how long the delivery took", () => {
    const times = { arrived_at: "2026-11-20T09:58:00Z", completed_at: "2026-11-20T10:06:00Z", status: "delivered" } as const;
    expect(lateBy(stop("a", "09:00", { windows: [window("08:00", "10:00")], ...times }))).toBe(0);
  });
  it("is none within a later window of the same promise", () => {
    const two = stop("a", "12:30", { windows: [window("08:00", "10:00"), window("12:00", "14:00")] });
    expect(windowOf(two, two.service_start_at)).toEqual(window("12:00", "14:00"));
    expect(lateBy(two)).toBe(0);
  });
});

describe("the timeline", () => {
  const axis = axisOf([route(stop("a", "09:00"))]);
  it("spans the whole hours around the routes", () => {
    // 08:10 to 09:50 lies in 08:00 to 10:00.
    expect(axis && new Date(axis.from).toISOString()).toBe("2026-11-20T08:00:00.000Z");
    expect(axis?.hours).toHaveLength(3);
  });
  it("puts an instant at its share of the span", () => {
    expect(axis && at(axis, "2026-11-20T09:30:00Z")).toBe(0.75);
    expect(axis && at(axis, "2026-11-20T23:00:00Z")).toBe(1);
  });
  it("moves a completed stop so that it ends when it was completed", () => {
    const done = stop("a", "09:00", { completed_at: "2026-11-20T09:33:00Z" });
    // Three minutes of service end at 09:33, so it starts at 09:30: three quarters of two hours.
    expect(axis && blockOf(axis, done).left).toBe(0.75);
  });
  it("draws a completed stop from its arrival on", () => {
    const done = stop("a", "09:00", { arrived_at: "2026-11-20T09:00:00Z", completed_at: "2026-11-20T09:30:00Z" });
    // From half of the two hours to three quarters.
    expect(axis && blockOf(axis, done)).toEqual({ left: 0.5, width: 0.25 });
  });
  it("is nothing without routes", () => {
    expect(axisOf([])).toBeNull();
  });
});

describe("moving between stops", () => {
  const routes = [route(stop("a", "08:30"), stop("b", "09:00"))];
  it("ends at the ends of a route", () => {
    expect([neighbour(routes, "a", 1), neighbour(routes, "b", 1)]).toEqual(["b", null]);
  });
  it("goes to the nearest in time on another route", () => {
    expect(nearest(route(stop("c", "08:40"), stop("d", "09:20")), "2026-11-20T09:10:00Z")?.id).toBe("d");
  });
});

describe("orders left out", () => {
  it("stand together by reason, the largest group first", () => {
    const left = (id: string, reason: string) => ({
      shipment_id: id, reference: id, address: id, lat: 60, lon: 25, reason, sentence: `${reason}.`, action: "Act.", fixes: [],
    });
    const groups = groupByReason([left("a", "skill"), left("b", "room"), left("c", "room")]);
    expect(groups.map(({ sentence, items }) => [sentence, items.map((item) => item.reference)])).toEqual([
      ["room.", ["b", "c"]],
      ["skill.", ["a"]],
    ]);
  });
});
