/** Each report leaves with the next number and a signature that the server can check. */

import "fake-indexeddb/auto";
import { expect, test } from "vitest";

import { deliver, DRIVER, failing, FakeServer, lost, phone } from "./testing";

const numbersOf = (server: FakeServer) => server.effects.map((command) => command.device?.sequence);

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

test("reports are numbered from 1 without a gap, also after a restart", async () => {
  const server = new FakeServer();
  const first = await phone(server);
  for (const stop of ["a", "b"]) await first.outbox.add(DRIVER, deliver(stop));
  await first.sender.flush(DRIVER);
  const second = await first.restart();
  await second.outbox.add(DRIVER, deliver("c"));
  await second.sender.flush(DRIVER);

  expect(numbersOf(server)).toEqual([1, 2, 3]);
  expect(new Set(server.effects.map((command) => command.device?.id)).size).toBe(1);
});

test("what was undone leaves no gap", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  const undone = deliver("a");
  await outbox.add(DRIVER, undone, [], true);
  await outbox.undo(undone.id);
  await outbox.add(DRIVER, deliver("b"));
  await sender.flush(DRIVER);

  expect(numbersOf(server)).toEqual([1]);
});

test("a report that is sent again keeps its number", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  server.before = failing("commands", 1, lost);
  await outbox.add(DRIVER, deliver("a"));
  await sender.flush(DRIVER);
  await outbox.add(DRIVER, deliver("b"));
  await sender.flush(DRIVER);

  expect(numbersOf(server)).toEqual([1, 2]);
});

test("two senders at once give no number twice", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  for (const stop of ["a", "b", "c"]) await outbox.add(DRIVER, deliver(stop));
  await Promise.all([sender.flush(DRIVER), sender.flush(DRIVER)]);

  expect(numbersOf(server)).toEqual([1, 2, 3]);
});

test("the registered key has signed the very report", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  await outbox.add(DRIVER, deliver("a", { recipient_name: "Aïno" }));
  await sender.flush(DRIVER);

  const { device, ...report } = server.effects[0]!;
  expect(JSON.parse(device!.signed)).toEqual(report);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const spki = fromBase64Url(server.devices.get(device!.id)!);
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const signing = { name: "ECDSA", hash: "SHA-256" };
  const signature = fromBase64Url(device!.signature);
  expect(signature.length).toBe(64);
  const text = new TextEncoder().encode(device!.signed);
  expect(await crypto.subtle.verify(signing, key, signature, text)).toBe(true);
});

test("nothing is sent before the server knows the key", async () => {
  const server = new FakeServer();
  const { outbox, sender } = await phone(server);
  server.before = failing("device", 1, lost);
  await outbox.add(DRIVER, deliver("a"));

  expect(await sender.flush(DRIVER)).toEqual({ kind: "later", reached: false });
  expect(server.effects).toEqual([]);
  await sender.flush(DRIVER);
  expect(numbersOf(server)).toEqual([1]);
});
