import { expect, test } from "vitest";

import { de } from "./de.ts";
import { en } from "./en.ts";
import { fi } from "./fi.ts";

test("every language fills in the same names", () => {
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, names(de[key]), names(fi[key])]).toEqual([key, names(en[key]), names(en[key])]);
  }
});
