import { expect, test } from "vitest";
import { distance, languageOfDirections } from "./directions.ts";

test("directions are told in the app's language where there is a table for it", () => {
  expect(languageOfDirections("de", ["fr"])).toBe("de");
  expect(languageOfDirections("fi", ["fi-FI", "fr-CH"])).toBe("fr");
  expect(languageOfDirections("fi", ["sv"])).toBe("en");
});

test("metres are round, kilometres have one decimal", () => {
  expect(distance(4, "en-GB")).toBe("10 m");
  expect(distance(83, "en-GB")).toBe("80 m");
  expect(distance(1234, "en-GB")).toBe("1.2 km");
});
