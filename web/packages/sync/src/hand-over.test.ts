/** A driver's sign-in is gone for good, and the phone still holds work and cash. */

import "fake-indexeddb/auto";
import { expect, test } from "vitest";

import { deliver, DRIVER, failing, FakeServer, lost, phone, photo } from "./testing";
import { TransportError } from "./transport";

const states = async (outbox: { list(): Promise<{ state: string }[]> }) =>
  (await outbox.list()).map((row) => row.state);

function signedOut(): never {
  throw new TransportError("signed_out", { code: "not_signed_in", detail: "Nobody is signed in." });
}

/** A phone that was signed in once, has a key, and is signed out for good now. */
async function leftAlone() {
  const server = new FakeServer();
  const world = await phone(server);
  await world.outbox.add(DRIVER, deliver("before"));
  await world.sender.flush(DRIVER);
  server.before = (call) => {
    if (["commands", "file", "device"].includes(call)) signedOut();
  };
  return { server, ...world };
}

test("what cannot be sent is handed over with its photo, once, and leaves the queue", async () => {
  const { server, outbox, sender } = await leftAlone();
  const file = await photo("door");
  const cash = { amount_minor: 1250, currency: "EUR" };
  await outbox.add(DRIVER, deliver("a", { photos: [file.sha256], cash }), [file]);
  expect(await sender.flush(DRIVER)).toEqual({ kind: "signed_out" });

  server.after = failing("hand over", 1, lost);
  expect(await sender.handOver(DRIVER)).toEqual({ kind: "later", reached: false });
  expect(await states(outbox)).toEqual(["applied", "sending"]);
  expect(await sender.handOver(DRIVER)).toEqual({ kind: "empty" });

  expect(server.held.map((one) => [one.stop_id, one.cash, one.device?.sequence])).toEqual([["a", cash, 2]]);
  expect(server.files.has(file.sha256)).toBe(true);
  expect(await states(outbox)).toEqual(["applied", "applied"]);
});

test("a report leaves the queue only after its photo has arrived", async () => {
  const { server, outbox, sender } = await leftAlone();
  const file = await photo("hall");
  await outbox.add(DRIVER, deliver("a", { photos: [file.sha256] }), [file]);

  const before = server.before;
  server.before = (call) => {
    before(call);
    if (call === "held file") lost();
  };
  await sender.handOver(DRIVER);
  expect(await states(outbox)).toEqual(["applied", "sending"]);

  server.before = before;
  await sender.handOver(DRIVER);
  expect(await states(outbox)).toEqual(["applied", "applied"]);
});

test("a phone that has sent nothing yet can hand over, once it was signed in", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  await sender.prepare(DRIVER);
  server.before = (call) => {
    if (["commands", "file", "device"].includes(call)) signedOut();
  };
  await outbox.add(DRIVER, deliver("a"));

  expect(await sender.handOver(DRIVER)).toEqual({ kind: "empty" });
  expect(server.held.map((one) => one.device?.sequence)).toEqual([1]);
});

test("a phone that was never registered keeps everything", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  server.before = signedOut;
  await outbox.add(DRIVER, deliver("a"));

  expect(await sender.handOver(DRIVER)).toEqual({ kind: "signed_out" });
  expect(await states(outbox)).toEqual(["sending"]);
});

test("what the office has already is done with", async () => {
  const { server, outbox, sender } = await leftAlone();
  const command = deliver("a");
  server.effects.push(command);
  await outbox.add(DRIVER, command);

  expect(await sender.handOver(DRIVER)).toEqual({ kind: "empty" });
  expect(server.held).toEqual([]);
  expect(await states(outbox)).toEqual(["applied", "applied"]);
});
