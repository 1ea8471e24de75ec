/** One test for each way a day's work could be lost, doubled or stopped. */

import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";

import { broken, deliver, DRIVER, failing, FakeServer, lost, phone, photo } from "./testing";
import { TransportError } from "./transport";

const stopsOf = (server: FakeServer) => server.effects.map((command) => command.stop_id);

describe("a bad network", () => {
  test("a lost answer is repeated and has one effect", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));
    server.after = failing("commands", 1, lost);

    expect(await sender.flush(DRIVER)).toEqual({ kind: "later", reached: false });
    expect(await sender.flush(DRIVER)).toEqual({ kind: "empty" });

    expect(stopsOf(server)).toEqual(["a"]);
    expect((await outbox.list()).map((row) => row.state)).toEqual(["applied"]);
  });

  test("a lost request changes nothing and loses nothing", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));
    server.before = failing("commands", 1, lost);

    await sender.flush(DRIVER);
    expect(server.effects).toEqual([]);
    await sender.flush(DRIVER);
    expect(stopsOf(server)).toEqual(["a"]);
  });

  test("two senders at once have one effect", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));

    await Promise.all([sender.flush(DRIVER), sender.flush(DRIVER)]);

    expect(stopsOf(server)).toEqual(["a"]);
  });

  test("commands arrive in the order of the taps, across batches", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const stops = Array.from({ length: 23 }, (_, index) => `stop-${index}`);
    for (const stop of stops) await outbox.add(DRIVER, deliver(stop));

    await sender.flush(DRIVER);

    expect(stopsOf(server)).toEqual(stops);
    // 23 commands in batches of 10.
    expect(server.calls).toEqual(["commands", "commands", "commands"]);
  });

  test("an answer that names only some commands leaves the others queued", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const [first, second] = [deliver("a"), deliver("b")];
    await outbox.add(DRIVER, first);
    await outbox.add(DRIVER, second);
    const whole = server.sendCommands.bind(server);
    server.sendCommands = async (commands) => (await whole(commands)).slice(0, 1);

    await sender.flush(DRIVER);

    // Each answer names the first only, so two rounds were needed and nothing was guessed.
    expect(server.calls).toEqual(["commands", "commands"]);
    expect(stopsOf(server)).toEqual(["a", "b"]);
    expect((await outbox.list()).every((row) => row.state === "applied")).toBe(true);
  });

  test("a signed-out phone keeps everything", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));
    server.before = () => {
      throw new TransportError("signed_out", { code: "not_signed_in", detail: "Sign in." });
    };

    expect(await sender.flush(DRIVER)).toEqual({ kind: "signed_out" });
    server.before = () => undefined;
    await sender.flush(DRIVER);
    expect(stopsOf(server)).toEqual(["a"]);
  });
});

describe("photos", () => {
  test("a photo is on the server before the command that names it", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const picture = await photo("door");
    await outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);

    await sender.flush(DRIVER);

    expect(server.calls).toEqual(["file", "commands"]);
    expect(server.effects[0]?.photos).toEqual([picture.sha256]);
  });

  test("a crash between the photo and its command does not send the photo twice", async () => {
    const server = new FakeServer();
    const first = await phone(server);
    const picture = await photo("door");
    await first.outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);
    server.before = failing("commands", 1, lost);
    await first.sender.flush(DRIVER);
    first.database.close();

    const second = await first.restart();
    await second.sender.flush(DRIVER);

    expect(server.calls).toEqual(["file", "commands", "commands"]);
    expect(stopsOf(server)).toEqual(["a"]);
  });

  test("a photo the server lost is sent again from the phone", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const picture = await photo("door");
    await outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);
    await outbox.markUploaded(picture.sha256);

    await sender.flush(DRIVER);
    await sender.flush(DRIVER);

    expect(server.files.has(picture.sha256)).toBe(true);
    expect(stopsOf(server)).toEqual(["a"]);
  });

  test("a photo the server will never take shelves only its own command", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const picture = await photo("not an image");
    await outbox.add(DRIVER, deliver("a", { photos: [picture.sha256] }), [picture]);
    await outbox.add(DRIVER, deliver("b"));
    server.before = failing("file", 1, () => {
      throw new TransportError("rejected", { code: "file_type", detail: "This is no image." });
    });

    await sender.flush(DRIVER);

    const [shelved, sent] = await outbox.list();
    expect(shelved).toMatchObject({ state: "refused", problem: { code: "file_type" } });
    expect(sent?.state).toBe("applied");
  });
});

describe("poison", () => {
  test("a refused command goes to the shelf and the next ones through", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    for (const stop of ["a", "bad", "c"]) await outbox.add(DRIVER, deliver(stop));
    const problem = { code: "stop_not_found", detail: "No such stop." };
    server.judge = (command) => (command.stop_id === "bad" ? problem : null);

    expect(await sender.flush(DRIVER)).toEqual({ kind: "empty" });

    expect(stopsOf(server)).toEqual(["a", "c"]);
    const shelf = (await outbox.list()).filter((row) => row.state === "refused");
    expect(shelf).toMatchObject([{ command: { stop_id: "bad" }, problem }]);
  });

  test("a command that breaks its whole batch is found and put aside", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    server.judge = (command) => (command.stop_id === "bad" ? broken() : null);
    // It is to blame only when others get through beside it, three times.
    for (const stop of ["a", "b", "c"]) {
      await outbox.add(DRIVER, deliver(stop));
      if (stop === "a") await outbox.add(DRIVER, deliver("bad"));
      await sender.flush(DRIVER);
    }

    expect(stopsOf(server)).toEqual(["a", "b", "c"]);
    const states = (await outbox.list()).map((row) => `${row.command.stop_id} ${row.state}`);
    expect(states).toEqual(["a applied", "bad refused", "b applied", "c applied"]);
  });

  test("later taps on a stop wait behind its failing one, other stops do not", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    let failures = 2;
    server.judge = (command) => {
      if (command.kind === "arrive" && failures > 0) {
        failures -= 1;
        broken();
      }
      return null;
    };
    await outbox.add(DRIVER, deliver("a", { kind: "arrive" }));
    await outbox.add(DRIVER, deliver("a"));
    await outbox.add(DRIVER, deliver("b"));

    await sender.flush(DRIVER);

    expect(server.effects.map((done) => `${done.kind} ${done.stop_id}`)).toEqual([
      "deliver b",
      "arrive a",
      "deliver a",
    ]);
  });

  test("a server that is down blames no command", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    await outbox.add(DRIVER, deliver("a"));
    server.before = failing("commands", 40, broken);

    // Each flush makes two calls: the batch, then the one command of it.
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await sender.flush(DRIVER)).toEqual({ kind: "later", reached: true });
    }
    await sender.flush(DRIVER);
    expect(stopsOf(server)).toEqual(["a"]);
  });

  test("a shelved command can be tried again with the same id, or dismissed", async () => {
    const server = new FakeServer();
    const { outbox, sender } = await phone(server);
    const [again, never] = [deliver("a"), deliver("b")];
    server.judge = () => ({ code: "route_not_started", detail: "Start first." });
    await outbox.add(DRIVER, again);
    await outbox.add(DRIVER, never);
    await sender.flush(DRIVER);
    server.judge = () => null;

    await outbox.retry(again.id);
    await outbox.dismiss(never.id);
    await sender.flush(DRIVER);

    expect(server.effects.map((command) => command.id)).toEqual([again.id]);
    expect((await outbox.list()).map((row) => row.state)).toEqual(["applied"]);
  });
});
