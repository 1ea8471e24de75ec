import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";

import { deliver, DRIVER, FakeServer, phone, photo } from "./testing";

describe("saving", () => {
  test("everything survives a restart", async () => {
    const server = new FakeServer();
    const first = await phone(server);
    const picture = await photo("door");
    await first.outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);
    first.database.close();

    const { outbox, sender } = await first.restart();
    expect(new Uint8Array((await outbox.findFile(picture.sha256))!.bytes)).toEqual(
      new TextEncoder().encode("door"),
    );
    await sender.flush(DRIVER);
    expect(server.effects).toHaveLength(1);
  });

  test("commands and photos are written in one strict transaction", async () => {
    const { database, outbox } = await phone(new FakeServer());
    const transaction = vi.spyOn(database, "transaction");
    const picture = await photo("door");
    await outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);

    expect(transaction.mock.calls).toEqual([
      [["commands", "files"], "readwrite", { durability: "strict" }],
    ]);
  });

  test("a failed save leaves neither command nor photo", async () => {
    const { database, outbox } = await phone(new FakeServer());
    const command = deliver("a");
    await outbox.add(DRIVER, command);
    const picture = await photo("door");

    // The same id twice breaks the unique index, and with it the whole transaction.
    const twice = { ...command, photos: [picture.sha256] };
    await expect(outbox.add(DRIVER, twice, [picture])).rejects.toThrow();

    expect(await outbox.list()).toHaveLength(1);
    expect(await database.count("files")).toBe(0);
  });

  test("a photo that cannot be stored takes its command with it", async () => {
    const { outbox } = await phone(new FakeServer());
    const picture = await photo("door");
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const command = deliver("a", { photos: [picture.sha256] });
    await expect(outbox.add(DRIVER, command, [picture])).rejects.toThrow("full");
    full.mockRestore();

    expect(await outbox.list()).toEqual([]);
    await outbox.add(DRIVER, command, [picture]);
    expect(await outbox.list()).toHaveLength(1);
  });

  test("a command may not name a photo it does not bring", async () => {
    const { outbox } = await phone(new FakeServer());
    await expect(outbox.add(DRIVER, deliver("a", { photos: ["f00d"] }))).rejects.toThrow("f00d");
  });

  test("the sequence follows the taps even when the clock goes backwards", async () => {
    const { outbox } = await phone(new FakeServer());
    await outbox.add(DRIVER, deliver("late", { happened_at: "2038-01-19T03:14:08Z" }));
    await outbox.add(DRIVER, deliver("early", { happened_at: "1970-01-01T00:00:00Z" }));

    const rows = await outbox.next(DRIVER, 10);
    expect(rows.map((row) => row.command.stop_id)).toEqual(["late", "early"]);
  });
});

describe("undo", () => {
  test("a held command can be undone and takes its photo with it", async () => {
    const server = new FakeServer();
    const { database, outbox, sender } = await phone(server);
    const picture = await photo("door");
    const command = deliver("a", { photos: [picture.sha256] });
    await outbox.add(DRIVER, command, [picture], true);
    await sender.flush(DRIVER);

    expect(await outbox.undo(command.id)).toBe(true);
    expect(server.calls).toEqual([]);
    expect(await database.count("files")).toBe(0);
  });

  test("a photo that another command names stays", async () => {
    const { database, outbox } = await phone(new FakeServer());
    const picture = await photo("the same door");
    const undone = deliver("a", { photos: [picture.sha256] });
    await outbox.add(DRIVER, undone, [picture], true);
    await outbox.add(DRIVER, deliver("b", { photos: [picture.sha256] }), [picture]);

    await outbox.undo(undone.id);
    expect(await database.count("files")).toBe(1);
  });

  test("what may have reached the server cannot be undone", async () => {
    const { outbox } = await phone(new FakeServer());
    const command = deliver("a");
    await outbox.add(DRIVER, command);
    await outbox.markSending(await outbox.list());

    expect(await outbox.undo(command.id)).toBe(false);
    expect(await outbox.list()).toHaveLength(1);
  });

  test("a held command holds back the later ones until it is released", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const [first, held, last] = [deliver("a"), deliver("b"), deliver("c")];
    await outbox.add(DRIVER, first);
    await outbox.add(DRIVER, held, [], true);
    await outbox.add(DRIVER, last);

    await sender.flush(DRIVER);
    expect(server.effects).toMatchObject([first]);
    outbox.release(held.id);
    await sender.flush(DRIVER);
    expect(server.effects).toMatchObject([first, held, last]);
  });

  test("a crash during a hold sends the command", async () => {
    const server = new FakeServer();
    const first = await phone(server);
    const command = deliver("a");
    await first.outbox.add(DRIVER, command, [], true);
    first.database.close();

    const { sender } = await first.restart();
    await sender.flush(DRIVER);
    expect(server.effects).toMatchObject([command]);
  });
});

describe("whose work it is", () => {
  test("another driver on the same phone does not send it", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));

    await sender.flush("driver-2");
    expect(server.effects).toMatchObject([]);
    await sender.flush(DRIVER);
    expect(server.effects).toHaveLength(1);
  });

  test("applied commands stay until a snapshot shows them", async () => {
    const server = new FakeServer();
    const { database, outbox, sender } = await phone(server);
    const picture = await photo("door");
    const command = deliver("a", { photos: [picture.sha256] });
    await outbox.add(DRIVER, command, [picture]);
    await sender.flush(DRIVER);
    expect(await outbox.list()).toHaveLength(1);

    await outbox.forgetApplied([command.id]);
    expect(await outbox.list()).toEqual([]);
    expect(await database.count("files")).toBe(0);
  });
});
