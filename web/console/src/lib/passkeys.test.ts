import { expect, test } from "vitest";
import { whatIsAsked } from "./passkeys.ts";

test("a password is asked for before a passkey, and nothing of who signs in elsewhere only", () => {
  expect(whatIsAsked(true, 2)).toBe("password");
  expect(whatIsAsked(false, 1)).toBe("passkey");
  expect(whatIsAsked(false, 0)).toBe("nothing");
});
