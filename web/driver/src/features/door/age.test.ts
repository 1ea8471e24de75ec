import { expect, test } from "vitest";

import { bornBy } from "./age.ts";

test("eighteen years ago to the day is old enough", () => {
  expect(bornBy("2026-06-01", 18)).toBe("2008-06-01");
});

test("on 29 February who is 18 was born by the 28th in a year without the 29th", () => {
  expect(bornBy("2024-02-29", 18)).toBe("2006-02-28");
  expect(bornBy("2024-02-29", 20)).toBe("2004-02-29");
});
