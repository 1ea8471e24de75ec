import { ServerClock } from "@doorstep/sync";
import { expect, test } from "vitest";

import { toCommand } from "./deed.ts";

const clock = new ServerClock(undefined, { wallMs: () => Date.parse("2026-03-02T10:00:00Z"), steadyMs: () => 0 });
const fix = { position: { fixed_at: "2026-03-02T09:59:00Z", lat: 60.17, lon: 24.94 }, steadyMs: 0 };

test("a delivery says when, where, and names its proof", () => {
  const deed = { kind: "deliver", stop_id: "s", photos: ["p"], signature: undefined, recipient_name: " Aino " } as const;
  expect(toCommand({ ...deed, photos: ["p"] }, "r", clock, fix, 1_000)).toMatchObject({
    kind: "deliver", route_id: "r", stop_id: "s", happened_at: "2026-03-02T10:00:00.000Z",
    position: { lat: 60.17, lon: 24.94, accuracy_m: 0 }, photos: ["p"], recipient_name: "Aino",
  });
});

test("an old fix is not passed off as the place of the deed", () => {
  // Two minutes are 120,000 ms.
  expect(toCommand({ kind: "start_route" }, "r", clock, fix, 120_001)).not.toHaveProperty("position");
});

test("an empty note is left out", () => {
  const deed = { kind: "fail", stop_id: "s", reason: "damaged", note: "  ", photos: [] } as const;
  const command = toCommand({ ...deed, photos: [] }, "r", clock, null, 0);
  expect(command).toMatchObject({ reason: "damaged" });
  expect(Object.keys(command)).not.toEqual(expect.arrayContaining(["note"]));
  expect(command).not.toHaveProperty("photos");
});
