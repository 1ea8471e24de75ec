import { expect, test } from "vitest";

import { isPin } from "./pin.ts";

test("the check digit is the one of the published example", () => {
  // 572 is checked by 4 (Damm); with leading zeros nothing changes.
  expect(isPin("005724")).toBe(true);
  expect(isPin("005274")).toBe(false);
  expect(isPin("005734")).toBe(false);
});

test("only six digits are a PIN", () => {
  for (const text of ["", "5724", "0005724", "00572x", "٠٠٥٧٢٤"]) expect(isPin(text)).toBe(false);
});
