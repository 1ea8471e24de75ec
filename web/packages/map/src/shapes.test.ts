import { describe, expect, it } from "vitest";
import { sketchFeatures } from "./shapes.ts";

const parts = (points: [number, number][], area: boolean): unknown[] =>
  sketchFeatures({ points, area, meant: null }).features.map((feature) => feature.properties?.["part"]);

describe("a sketch", () => {
  it("is nothing when nothing is drawn", () => {
    expect(sketchFeatures(null).features).toEqual([]);
  });
  it("of one point is a point, of two a line", () => {
    expect(parts([[1, 2]], false)).toEqual(["point"]);
    expect(parts([[1, 2], [3, 4]], false)).toEqual(["line", "point", "point"]);
  });
  it("of an area closes itself from the third point on", () => {
    const { features } = sketchFeatures({ points: [[0, 0], [1, 0], [1, 1]], area: true, meant: null });
    expect(features.find((feature) => feature.properties?.["part"] === "area")?.geometry).toEqual({
      type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]],
    });
  });
  it("shows the streets it means below what is drawn", () => {
    const meant = { type: "LineString", coordinates: [[0, 0], [1, 1]] };
    expect(sketchFeatures({ points: [[0, 0]], area: false, meant }).features[0]?.properties).toEqual({ part: "meant" });
  });
});
