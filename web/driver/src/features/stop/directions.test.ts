import { expect, test } from "vitest";
import { languageOfDirections } from "./directions.ts";

test("directions are told in the app's language where there is a table for it", () => {
  expect(languageOfDirections("de", ["fr"])).toBe("de");
  expect(languageOfDirections("fi", ["fi-FI", "fr-CH"])).toBe("fr");
  expect(languageOfDirections("fi", ["sv"])).toBe("en");
});
