import { expect, test } from "vitest";

import { fromClocks, toClocks } from "./times.ts";

const ZONE = "Europe/Helsinki";

test("clock times of a date are instants in the company's zone and back", () => {
  // Helsinki is UTC+3 in June.
  const windows = fromClocks([{ from: "09:00", until: "12:00" }, { from: "22:00", until: "01:00" }], "2026-06-01", ZONE);
  expect(windows).toEqual([
    { early_at: "2026-06-01T06:00:00.000Z", late_at: "2026-06-01T09:00:00.000Z" },
    { early_at: "2026-06-01T19:00:00.000Z", late_at: "2026-06-01T22:00:00.000Z" },
  ]);
  expect(toClocks(windows, ZONE)).toEqual([{ from: "09:00", until: "12:00" }, { from: "22:00", until: "01:00" }]);
});

test("a window without both ends is none", () => {
  expect(fromClocks([{ from: "09:00", until: "" }], "2026-06-01", ZONE)).toEqual([]);
});
