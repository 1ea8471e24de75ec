import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("CSV", () => {
  it("quotes what needs it", () => {
    expect(toCsv([["a,b", 'say "hi"', 3, null]])).toBe('"a,b","say ""hi""",3,\r\n');
  });
  it("disarms formulas", () => {
    expect(toCsv([["=1+1"]])).toBe("'=1+1\r\n");
  });
});
