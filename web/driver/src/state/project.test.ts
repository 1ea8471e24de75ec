import type { LiveRoute, LiveStop } from "@doorstep/api-client";
import type { Command, StoredCommand } from "@doorstep/sync";
import { describe, expect, test } from "vitest";

import { minutesLate, nextStop, project, restsAhead } from "./project.ts";

function stop(id: string, sequence: number, more: Partial<LiveStop> = {}): LiveStop {
  return {
    id, sequence, shipment_id: id, reference: id, recipient: "Aino", address: "Katu 1",
    lat: 60.17, lon: 24.94, arrival_at: "2026-03-02T08:00:00Z",
    service_start_at: "2026-03-02T08:00:00Z", departure_at: "2026-03-02T08:03:00Z",
    windows: [{ early_at: "2026-03-02T07:00:00Z", late_at: "2026-03-02T09:00:00Z" }],
    parcels: 1, phone: "", note: "", arrived_at: null, late: false, disputed: false, status: "planned", eta_at: null, completed_at: null, reason: null, proof: null, cod: null, payment: null,
    ...more,
  };
}

const released = {
  id: "route", status: "released", stops: [stop("b", 2), stop("a", 1), stop("c", 3)],
} as unknown as LiveRoute;

function did(kind: Command["kind"], stopId?: string, state: StoredCommand["state"] = "waiting"): StoredCommand {
  const command: Command = {
    id: `${kind}-${stopId}`, kind, route_id: "route", happened_at: "2026-03-02T08:01:00Z",
    ...(stopId === undefined ? {} : { stop_id: stopId }),
  };
  return { sequence: 1, owner: "driver", state, failures: 0, command };
}

const shape = (rows: StoredCommand[], snapshot = released) =>
  project(snapshot, rows)!.stops.map((one) => `${one.id} ${one.status}`).join(", ");

describe("breaks on the phone", () => {
  const rest = (before: number) => ({ before_stop: before, start_at: "", end_at: "", eta_at: null, law: "" });
  const resting = { ...released, breaks: [rest(1), rest(2), rest(4)] } as LiveRoute;
  const ahead = (rows: StoredCommand[]) => restsAhead(project(resting, rows)!).map((one) => one.before_stop);

  test("are ahead until a stop behind them is reached, also without a connection", () => {
    expect(ahead([])).toEqual([1, 2, 4]);
    expect(ahead([did("start_route"), did("arrive", "a")])).toEqual([2, 4]);
    expect(ahead([did("start_route"), did("deliver", "a"), did("deliver", "b"), did("fail", "c")])).toEqual([4]);
  });
});

describe("the route on the phone", () => {
  test("stands in the order of its sequence", () => {
    expect(shape([])).toBe("a planned, b planned, c planned");
  });

  test("shows the first open stop as next once it is started", () => {
    expect(shape([did("start_route")])).toBe("a en_route, b planned, c planned");
    expect(shape([did("start_route"), did("deliver", "a")])).toBe("a delivered, b en_route, c planned");
  });

  test("follows the driver who takes a later stop first", () => {
    const route = project(released, [did("start_route"), did("arrive", "c")])!;
    expect(nextStop(route)?.id).toBe("c");
  });

  test("knows from the server where the driver stands", () => {
    const stops = [stop("a", 1), { ...stop("b", 2), arrived_at: "2026-03-02T08:00:00Z" }];
    const route = project({ ...released, status: "started", stops } as LiveRoute, [])!;
    expect(nextStop(route)?.id).toBe("b");
  });

  test("counts what is only on this phone, and says so", () => {
    const route = project(released, [did("start_route"), did("deliver", "a"), did("fail", "b")])!;
    expect([route.done, route.failed]).toEqual([1, 1]);
    expect(route.stops.map((one) => one.waiting)).toEqual([true, true, false]);
  });

  test("is not changed by what the office refused", () => {
    expect(shape([did("start_route"), did("deliver", "a", "refused")])).toBe(
      "a en_route, b planned, c planned",
    );
  });

  test("keeps the server's outcome when the phone says another", () => {
    const snapshot = { ...released, status: "started", stops: [stop("a", 1, { status: "failed" })] };
    expect(shape([did("deliver", "a")], snapshot as LiveRoute)).toBe("a failed");
  });
});

test("lateness is counted from the end of the window, in started minutes", () => {
  expect(minutesLate(stop("a", 1, { eta_at: "2026-03-02T09:00:00Z" }))).toBe(0);
  // 09:10:30 is ten and a half minutes after 09:00.
  expect(minutesLate(stop("a", 1, { eta_at: "2026-03-02T09:10:30Z" }))).toBe(11);
});
