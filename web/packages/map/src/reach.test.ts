import { describe, expect, it } from "vitest";
import { reachFeatures } from "./reach.ts";
import type { Overlay } from "./model.ts";

const nothing: Overlay = {
  stops: [], lines: [], shapes: [], reach: [], sketch: null, selectedStop: null, selectedRoute: null, selectedShape: null,
};

describe("areas of reach", () => {
  it("lie with the smallest on top", () => {
    const area = (minutes: number) => ({ minutes, label: `${minutes} min`, geometry: { type: "MultiPolygon", coordinates: [] } });
    const drawn = reachFeatures({ ...nothing, reach: [area(5), area(15), area(10)] });
    expect(drawn.features.map((one) => one.properties?.["minutes"])).toEqual([15, 10, 5]);
  });

  it("are nothing where nobody asked", () => {
    expect(reachFeatures(nothing).features).toEqual([]);
  });
});
