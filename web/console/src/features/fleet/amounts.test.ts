import { describe, expect, it } from "vitest";
import { toMajor, toMinor, toSkills } from "./amounts.ts";

describe("amounts", () => {
  it("are whole minor units of their currency", () => {
    expect(toMinor("40.50", "EUR")).toBe(4050);
    expect(toMinor("0,45", "EUR")).toBe(45);
    expect(toMinor("500", "JPY")).toBe(500);
    expect(toMinor("1.234", "KWD")).toBe(1234);
    expect(toMinor("", "EUR")).toBe(0);
  });
  it("read back as they were typed", () => {
    expect(toMajor(4050, "EUR")).toBe("40.50");
    expect(toMajor(500, "JPY")).toBe("500");
    expect(toMajor(0, "EUR")).toBe("");
  });
});

describe("skills", () => {
  it("are told apart by commas, once each", () => {
    expect(toSkills(" Cold, two men,,cold")).toEqual(["cold", "two men"]);
  });
});
