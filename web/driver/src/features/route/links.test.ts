import { expect, test } from "vitest";

import { callLink, navigationLink } from "./links.ts";

const stop = { lat: 60.170234567, lon: 24.9384, address: "Bulevardi 1 (B)" } as never;

test("navigation opens the phone's own app, on every kind of phone", () => {
  expect(navigationLink(stop, "Android")).toBe(
    "geo:60.170235,24.938400?q=60.170235,24.938400(Bulevardi%201%20(B))",
  );
  expect(navigationLink(stop, "iPhone")).toBe("maps:?daddr=60.170235,24.938400&dirflg=d");
});

test("a number is called without the marks people write in it", () => {
  expect(callLink("+358 40-123 4567")).toBe("tel:+358401234567");
});
