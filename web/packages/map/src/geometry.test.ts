import { describe, expect, it } from "vitest";
import { boundsOf, decodePolyline, turn } from "./geometry.ts";

describe("an encoded line", () => {
  it("decodes to longitude and latitude", () => {
    // The published example of the format, at precision 5.
    expect(decodePolyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5)).toEqual([
      [-120.2, 38.5],
      [-120.95, 40.7],
      [-126.453, 43.252],
    ]);
  });
  it("is nothing when empty", () => {
    expect(decodePolyline("")).toEqual([]);
  });
});

describe("bounds", () => {
  it("hold all points", () => {
    expect(boundsOf([{ lat: 60.1, lon: 24.9 }, { lat: 60.2, lon: 24.8 }])).toEqual([24.8, 60.1, 24.9, 60.2]);
  });
  it("of nothing are nothing", () => {
    expect(boundsOf([])).toBeNull();
  });
});

describe("a turn", () => {
  it("goes the short way through north", () => {
    expect(turn(350, 10)).toBe(20);
    expect(turn(10, 350)).toBe(-20);
  });
});
