import { expect, test } from "vitest";

import { newId, sha256 } from "./ids";

test("an id carries its time, version 7 and the RFC variant", () => {
  // RFC 9562 appendix A.6: 2022-02-22T19:22:22Z is 0x017F22E279B0.
  const id = newId(Date.parse("2022-02-22T19:22:22Z"));
  expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids of the same millisecond differ", () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId(5))).size).toBe(1000);
});

test("a file is named by its SHA-256", async () => {
  // FIPS 180-2, appendix B.1.
  const bytes = new TextEncoder().encode("abc").buffer as ArrayBuffer;
  expect(await sha256(bytes)).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
