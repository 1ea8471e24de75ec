import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";

import { SyncLoop } from "./loop";
import { PositionQueue } from "./positions";
import { PositionSender } from "./position-sender";
import type { FlushEnd } from "./sender";
import { broken, deliver, DRIVER, failing, FakeServer, lost, phone } from "./testing";

let stop = () => undefined as void;
afterEach(() => stop());

async function running(server: FakeServer) {
  const { database, outbox, sender } = await phone(server);
  const page = new EventTarget();
  const ends: FlushEnd[] = [];
  const queue = new PositionQueue(database);
  const loop = new SyncLoop({
    outbox,
    sender,
    positions: new PositionSender(queue, server),
    owner: () => DRIVER,
    onEnd: (end) => ends.push(end),
    random: () => 0,
    alone: (work) => work(),
  });
  stop = loop.start(page, page);
  await loop.flush();
  return { outbox, queue, loop, page, ends };
}

test("a tap is sent without being asked", async () => {
  const server = new FakeServer();
  const { outbox } = await running(server);
  await outbox.add(DRIVER, deliver("a"));
  await vi.waitFor(() => expect(server.effects).toHaveLength(1));
});

test("a failed send is tried again by itself", async () => {
  const server = new FakeServer();
  const { outbox } = await running(server);
  server.before = failing("commands", 1, lost);
  await outbox.add(DRIVER, deliver("a"));
  // First wait: one second, halved by the jitter of zero.
  await vi.waitFor(() => expect(server.effects).toHaveLength(1), { timeout: 900 });
});

test("the network’s return sends at once, whatever the wait was", async () => {
  const server = new FakeServer();
  const { outbox, page, loop } = await running(server);
  server.before = lost;
  await outbox.add(DRIVER, deliver("a"));
  for (let tries = 0; tries < 6; tries += 1) await loop.flush();

  server.before = () => undefined;
  page.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(server.effects).toHaveLength(1), { timeout: 300 });
});

test("many reasons at once make one sender, not many", async () => {
  const server = new FakeServer();
  const { outbox, loop } = await running(server);
  await outbox.add(DRIVER, deliver("a"));
  await Promise.all([loop.flush(), loop.flush(), loop.flush()]);
  expect(server.calls.filter((call) => call === "commands")).toHaveLength(1);
});

test("positions are thinned, and travel although a command is stuck", async () => {
  const server = new FakeServer();
  const { outbox, queue, loop, ends } = await running(server);
  server.before = failing("commands", 99, broken);
  await outbox.add(DRIVER, deliver("a"));
  const fix = { fixed_at: "2026-03-02T10:00:00Z", lat: 60.17, lon: 24.94 };
  expect(await queue.add(DRIVER, fix, 0)).toBe(true);
  expect(await queue.add(DRIVER, fix, 9_999)).toBe(false);
  expect(await queue.add(DRIVER, fix, 10_000)).toBe(true);

  await loop.flush();
  expect(server.positions).toHaveLength(2);
  expect(ends.at(-1)).toEqual({ kind: "later", reached: true });
});
