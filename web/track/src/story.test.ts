import type { TrackView } from "@doorstep/api-client";
import { describe, expect, test } from "vitest";

import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { fi } from "./words/fi.ts";
import { pickLanguage } from "./words/index.ts";
import { stepper, story } from "./story.ts";

const base: TrackView = {
  reference: "A-1", merchant: "Kauppa", status: "pending", window: null, eta: null, stops_before: null, door_pin: null, due: null,
  address: "Bulevardi 1", lat: 60.16, lon: 24.94, driver: null, delivered: null, failed: null,
  map: { name: "Helsinki", bounds: [24, 60, 25, 61], center: [24.9, 60.2], tiles_url: "", attribution: "" },
  timezone: "Europe/Helsinki", locale: "en",
};
const tell = (more: Partial<TrackView>) => story({ ...base, ...more });
// Helsinki is two hours ahead of UTC in winter.
const promised = { early_at: "2026-03-02T12:00:00Z", late_at: "2026-03-02T14:00:00Z" };

describe("a recipient is told", () => {
  test("the day and window once a route is planned", () => {
    const { title, lines } = tell({ status: "planned", window: promised });
    expect(title).toBe("Planned for Mon 2 Mar");
    expect(lines[0]).toBe("Between 14:00–16:00");
  });

  test("when the driver comes, in the depot's time, and how many are before them", () => {
    const eta = { early_at: "2026-03-02T12:05:00Z", late_at: "2026-03-02T12:35:00Z" };
    const { title, lines } = tell({ status: "out_for_delivery", eta, window: promised, stops_before: 3 });
    expect(title).toBe("Arriving 14:05–14:35");
    expect(lines).toEqual(["3 stops before you.", "Promised between 14:00–16:00."]);
  });

  test("that we are late, when the whole estimate is after the window", () => {
    const eta = { early_at: "2026-03-02T14:01:00Z", late_at: "2026-03-02T14:31:00Z" };
    expect(tell({ status: "out_for_delivery", eta, window: promised }).lines).toContain(en.late);
  });

  test("who took it, and when", () => {
    const delivered = { at: "2026-03-02T12:12:00Z", recipient_name: "Aino" };
    const { title, lines } = tell({ status: "delivered", delivered });
    expect([title, ...lines]).toEqual(["Delivered at 14:12", "Received by Aino", "Mon 2 Mar"]);
  });

  test("why it failed and what happens next", () => {
    const failed = { at: "2026-03-02T12:12:00Z", reason: "recipient_absent" };
    expect(tell({ status: "delivery_failed", failed }).lines).toEqual([
      "We tried at 14:12. Nobody was at home.",
      "Your parcel goes back to the depot. Kauppa arranges what happens next and gets in touch with you.",
    ]);
  });

  test("no guess about a status this page does not know", () => {
    expect(tell({ status: "teleported" }).step).toBe("received");
  });
});

test("the way has four steps and names how it ended", () => {
  const shape = (step: Parameters<typeof stepper>[0]) => stepper(step).map((one) => `${one.key.slice(5)} ${one.state}`);
  expect(shape("coming")).toEqual(["received done", "planned done", "coming now", "delivered ahead"]);
  expect(shape("delivered").at(-1)).toBe("delivered done");
  expect(shape("failed")).toEqual(["received done", "planned done", "coming done", "failed now"]);
});

test("every language fills in the same names", () => {
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, names(de[key]), names(fi[key])]).toEqual([key, names(en[key]), names(en[key])]);
  }
});

test("the first language we speak is taken", () => {
  expect(pickLanguage(["sv-FI", "fi-FI", "en"])).toBe("fi");
  expect(pickLanguage(["sv-FI"])).toBe("en");
});
