import { describe, expect, it } from "vitest";
import { addDays, clockTime, dateOf, dayName, distance, duration, money, percent, plural, timeRange, toMinor } from "./format.ts";

const helsinki = { timezone: "Europe/Helsinki", locale: "en-GB" };

describe("times", () => {
  it("are written in the tenant's time zone", () => {
    // Helsinki is UTC+2 in November.
    expect(clockTime("2026-11-20T12:05:00Z", helsinki)).toBe("14:05");
    expect(timeRange("2026-11-20T12:00:00Z", "2026-11-20T14:00:00Z", helsinki)).toBe("14:00–16:00");
  });
  it("belong to the local date, also just after midnight", () => {
    expect(dateOf("2026-11-19T22:30:00Z", "Europe/Helsinki")).toBe("2026-11-20");
  });
  it("name and move service dates without a time zone's tricks", () => {
    expect(dayName("2026-11-20", "en-GB")).toBe("Fri 20 Nov");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });
});

describe("amounts", () => {
  it("round durations to what a person says", () => {
    expect([40, 720, 7500, 7200].map(duration)).toEqual(["40 s", "12 min", "2 h 05 min", "2 h"]);
  });
  it("write distances in metres, then kilometres", () => {
    expect([852, 1234, 148_300].map((m) => distance(m, "en-GB"))).toEqual(["850 m", "1.2 km", "148 km"]);
  });
  it("divide money by the currency's own minor unit", () => {
    expect(money(1234, "EUR", "en-GB")).toBe("€12.34");
    expect(money(1234, "JPY", "en-GB")).toBe("JP¥1,234");
  });
  it("show a dash where a rate is unknown", () => {
    expect(percent(null, "en-GB")).toBe("–");
    expect(percent(0.9571, "en-GB")).toBe("95.7%");
  });
  it("agree in number", () => {
    expect([1, 2].map((n) => plural(n, "stop", "stops"))).toEqual(["1 stop", "2 stops"]);
  });
});

describe("amounts that people type", () => {
  it.each([
    ["12.50", "EUR", 1250],
    ["12,5", "EUR", 1250],
    ["0", "EUR", 0],
    ["1234", "JPY", 1234],
    ["12.5", "JPY", null],
    ["1.2345", "KWD", null],
    ["1.234", "KWD", 1234],
    ["12.505", "EUR", null],
    ["-5", "EUR", null],
    ["1e3", "EUR", null],
    ["", "EUR", null],
    ["1.000,50", "EUR", null],
  ])("%s %s is %s", (text, currency, minor) => {
    expect(toMinor(text, currency)).toBe(minor);
  });
});
