import { expect, test } from "vitest";

import { fit } from "./photo.ts";

test("a picture keeps its shape and fits", () => {
  // 4032 x 3024 is 4:3; 1600 * 3 / 4 = 1200.
  expect(fit({ width: 4032, height: 3024 }, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fit({ width: 3024, height: 4032 }, 1600)).toEqual({ width: 1200, height: 1600 });
});

test("a small picture is not blown up", () => {
  expect(fit({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 });
});
