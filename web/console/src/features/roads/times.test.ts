import { describe, expect, it } from "vitest";
import { fromField, toField } from "./times.ts";

const HELSINKI = "Europe/Helsinki";

describe("an instant in a field", () => {
  it("is in the company's time zone, not the browser's", () => {
    expect(toField("2026-06-01T06:30:00Z", HELSINKI)).toBe("2026-06-01T09:30");
    expect(toField("2026-01-01T06:30:00Z", HELSINKI)).toBe("2026-01-01T08:30");
  });
  it("comes back from the field", () => {
    expect(fromField("2026-06-01T09:30", HELSINKI)).toBe("2026-06-01T06:30:00.000Z");
    expect(fromField("2026-01-01T00:00", HELSINKI)).toBe("2025-12-31T22:00:00.000Z");
  });
  it("comes back on the days on which the clocks change", () => {
    // 29 March 2026: 03:00 becomes 04:00, at 01:00 UTC.
    expect(fromField("2026-03-29T02:30", HELSINKI)).toBe("2026-03-29T00:30:00.000Z");
    expect(fromField("2026-03-29T04:30", HELSINKI)).toBe("2026-03-29T01:30:00.000Z");
    expect(fromField("2026-10-25T05:00", HELSINKI)).toBe("2026-10-25T03:00:00.000Z");
  });
  it("is nothing when empty", () => {
    expect(fromField("", HELSINKI)).toBeNull();
  });
});
