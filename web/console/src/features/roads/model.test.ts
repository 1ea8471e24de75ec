import { describe, expect, it } from "vitest";
import { pointsOf, stageOf } from "./model.ts";

const NOON = Date.parse("2026-06-01T12:00:00Z");
const from = (starts_at: string, ends_at: string | null): Parameters<typeof stageOf>[0] =>
  ({ starts_at, ends_at }) as Parameters<typeof stageOf>[0];

describe("a disruption", () => {
  it("is to come, in force, then over", () => {
    expect(stageOf(from("2026-06-01T12:01:00Z", null), NOON)).toBe("soon");
    expect(stageOf(from("2026-06-01T12:00:00Z", null), NOON)).toBe("now");
    expect(stageOf(from("2026-06-01T08:00:00Z", "2026-06-01T12:00:00Z"), NOON)).toBe("over");
  });
  it("is brought into view with all of its corners", () => {
    expect(pointsOf({ type: "Polygon", coordinates: [[[1, 2], [3, 4], [1, 2]]] })).toEqual([[1, 2], [3, 4], [1, 2]]);
    const parts = { type: "GeometryCollection", geometries: [{ type: "LineString", coordinates: [[5, 6], [7, 8]] }] };
    expect(pointsOf(parts)).toEqual([[5, 6], [7, 8]]);
  });
});
