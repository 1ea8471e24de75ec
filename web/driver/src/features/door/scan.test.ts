import { expect, test } from "vitest";

import { countFound, judge, normalCode } from "./scan.ts";

test("what scanners add to a code does not count", () => {
  // The same cases as the server's: symbology, FNC1, (00) of an SSCC, line ends.
  for (const raw of ["A-1", " A-1\r\n", "]Q1A-1", "\x1dA-1"]) expect(normalCode(raw)).toBe("A-1");
  for (const raw of ["00340000000000000017", "(00)340000000000000017", "]C100340000000000000017\x1d"]) {
    expect(normalCode(raw)).toBe("340000000000000017");
  }
});

test("a parcel of this door is found in any case, once", () => {
  expect(judge("a-1", ["A-1", "A-2"], [])).toEqual({ kind: "found", code: "A-1" });
  expect(judge("]C0A-1", ["A-1", "A-2"], ["A-1"])).toEqual({ kind: "again", code: "A-1" });
});

test("a parcel of another door is strange, and any is welcome where none has a label", () => {
  expect(judge("B-1", ["A-1"], [])).toEqual({ kind: "strange", code: "B-1" });
  expect(judge("B-1", [], [])).toEqual({ kind: "found", code: "B-1" });
});

test("nothing is made of empty, endless and unprintable codes", () => {
  for (const raw of ["", " \n", "x".repeat(201), "A\x00B"]) expect(judge(raw, [], [])).toBeNull();
});

test("strange parcels do not count as parcels of this door", () => {
  expect(countFound(["A-1", "A-2"], ["a-1", "B-1"])).toBe(1);
});
