import { expect, test } from "vitest";

import { slice } from "./range.ts";

const whole = new Blob(["0123456789"]);

test("a range is cut out with both its ends", async () => {
  const part = slice(whole, "bytes=2-4", '"v1"');
  expect([part.status, part.headers.get("content-range"), part.headers.get("etag")]).toEqual([
    206, "bytes 2-4/10", '"v1"',
  ]);
  expect(await part.text()).toBe("234");
});

test("a range beyond the end gives what there is", async () => {
  expect(await slice(whole, "bytes=8-99", null).text()).toBe("89");
  expect(await slice(whole, "bytes=7-", null).text()).toBe("789");
});

test("a range that starts after the end is refused", () => {
  expect(slice(whole, "bytes=10-12", null).status).toBe(416);
  expect(slice(whole, "bytes=zero", null).status).toBe(416);
});
