import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("location", { hash: "" });
vi.stubGlobal("addEventListener", () => undefined);
const { formatPlace, parsePlace } = await import("./router.svelte.ts");

describe("a place in the address", () => {
  it("survives writing and reading", () => {
    const place = { page: "day" as const, serviceOn: "2026-11-20", query: { route: "r1" } };
    expect(parsePlace(formatPlace(place))).toEqual(place);
  });
  it("falls back to the day when the address is unknown or its date is none", () => {
    expect(parsePlace("#/nowhere/at-all")).toEqual({ page: "day", serviceOn: null, query: {} });
  });
});
