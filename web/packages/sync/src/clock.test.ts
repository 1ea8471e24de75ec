import { expect, test } from "vitest";

import { ServerClock, type Ticks } from "./clock";

class HandTicks implements Ticks {
  wall = Date.parse("2026-03-02T08:00:00Z");
  steady = 0;
  wallMs = () => this.wall;
  steadyMs = () => this.steady;

  pass(ms: number): void {
    this.wall += ms;
    this.steady += ms;
  }
}

test("the clock counts from the server’s answer", () => {
  const ticks = new HandTicks();
  const clock = new ServerClock(undefined, ticks);
  clock.set("2026-03-02T10:00:00Z", 1);
  ticks.pass(5_000);
  expect(clock.nowAt()).toBe("2026-03-02T10:00:05.000Z");
});

test("a demo day runs at its own speed", () => {
  const ticks = new HandTicks();
  const clock = new ServerClock(undefined, ticks);
  clock.set("2026-03-02T10:00:00Z", 60);
  ticks.pass(1_000);
  expect(clock.nowAt()).toBe("2026-03-02T10:01:00.000Z");
});

test("setting the phone’s clock while the app runs changes nothing", () => {
  const ticks = new HandTicks();
  const clock = new ServerClock(undefined, ticks);
  clock.set("2026-03-02T10:00:00Z", 1);
  ticks.pass(1_000);
  ticks.wall = 0;
  expect(clock.nowAt()).toBe("2026-03-02T10:00:01.000Z");
});

test("a reload without a network goes on from the last answer", () => {
  const ticks = new HandTicks();
  const kept = new ServerClock(undefined, ticks).set("2026-03-02T10:00:00Z", 1);
  ticks.pass(60_000);
  expect(new ServerClock(kept, ticks).nowAt()).toBe("2026-03-02T10:01:00.000Z");
});

test("a phone clock set back across a reload never goes behind the last answer", () => {
  const ticks = new HandTicks();
  const kept = new ServerClock(undefined, ticks).set("2026-03-02T10:00:00Z", 1);
  ticks.wall = 0;
  expect(new ServerClock(kept, ticks).nowAt()).toBe("2026-03-02T10:00:00.000Z");
});

test("an unreadable answer is ignored", () => {
  const ticks = new HandTicks();
  const clock = new ServerClock(undefined, ticks);
  clock.set("soon", 1);
  expect(clock.nowAt()).toBe("2026-03-02T08:00:00.000Z");
});
