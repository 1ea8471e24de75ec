/**
 * Empties the outbox: files first, then the commands that name them, in the order they were made.
 *
 * A batch may be sent any number of times; the server knows each command by its id. Only a
 * command named in an answer leaves the queue. When the server fails on a batch, its commands go
 * one by one, so that a poisonous one is found and put on the shelf instead of stopping the day.
 */

import type { CommandResult, Problem, StoredCommand } from "./commands";
import { filesOf } from "./commands";
import { type Device, toWire } from "./device";
import type { Outbox } from "./outbox";
import { TransportError, type Transport } from "./transport";

/** Small, because the photos of a whole batch go before its first command does. */
const BATCH = 10;
/** A command the server fails on this often, while it serves others, is poison. */
const MAX_FAILURES = 3;

export type FlushEnd =
  /** Nothing is left to send for this driver. */
  | { kind: "empty" }
  /** Something is left; try again, not before the given time. */
  | { kind: "later"; reached: boolean; retryAfterMs?: number }
  | { kind: "signed_out" };

export class Sender {
  readonly #outbox: Outbox;
  readonly #transport: Transport;
  readonly #device: Device;

  constructor(outbox: Outbox, transport: Transport, device: Device) {
    this.#outbox = outbox;
    this.#transport = transport;
    this.#device = device;
  }

  /** Let the server know this phone's key now: later nobody may be signed in who could. */
  async prepare(owner: string): Promise<void> {
    await this.#device.prepare(owner);
  }

  /** Send until nothing is left or the network says no. */
  async flush(owner: string): Promise<FlushEnd> {
    for (;;) {
      const rows = await this.#outbox.next(owner, BATCH);
      if (rows.length === 0) return { kind: "empty" };
      try {
        const moved = await this.#sendBatch(owner, rows);
        if (!moved) return { kind: "later", reached: true };
      } catch (error) {
        return endOf(error);
      }
    }
  }

  /**
   * Give the office what this driver can send no more, without a session. It waits there for
   * somebody to vouch for it; with its files there as well, the phone counts it as done.
   */
  async handOver(owner: string): Promise<FlushEnd> {
    for (;;) {
      const rows = await this.#outbox.next(owner, BATCH);
      if (rows.length === 0) return { kind: "empty" };
      try {
        const sending = await this.#outbox.markSending(rows);
        if (!(await this.#handOver(await this.#device.seal(owner, sending)))) {
          return { kind: "later", reached: true };
        }
      } catch (error) {
        return endOf(error);
      }
    }
  }

  /** True when at least one command left the queue. */
  async #handOver(rows: readonly StoredCommand[]): Promise<boolean> {
    const device = rows[0]?.device?.id;
    if (device === undefined) return false;
    const results = await this.#transport.handOver(device, rows.map(toWire));
    const byId = new Map(results.map((result) => [result.id, result]));
    let moved = false;
    for (const row of rows) {
      const result = byId.get(row.command.id);
      if (result === undefined) continue;
      moved = true;
      if (result.outcome === "refused") {
        const problem = { code: "refused", detail: "The server refused this." };
        await this.#outbox.shelve(row, result.problem ?? problem);
        continue;
      }
      if (result.outcome === "held") await this.#handFilesOver(device, row);
      await this.#outbox.markApplied([row]);
    }
    return moved;
  }

  async #handFilesOver(device: string, row: StoredCommand): Promise<void> {
    for (const name of filesOf(row.command)) {
      const file = await this.#outbox.findFile(name);
      if (file === undefined || file.uploaded) continue;
      try {
        await this.#transport.handOverFile(device, file);
      } catch (error) {
        // A picture that is never taken must not keep back the report that it belongs to.
        if (!(error instanceof TransportError) || error.failure !== "rejected") throw error;
      }
      await this.#outbox.markUploaded(name);
    }
  }

  /** True when at least one command left the queue. */
  async #sendBatch(owner: string, rows: readonly StoredCommand[]): Promise<boolean> {
    const round = new Round();
    const ready: StoredCommand[] = [];
    // Marked before the files go: from here on an undo would leave the server with half a story.
    const sending = await this.#outbox.markSending(rows);
    for (const row of await this.#device.seal(owner, sending)) {
      await this.#tryFor(row, round, async () => {
        const problem = await this.#upload(row);
        if (problem === undefined) ready.push(row);
        else await this.#shelve(row, problem, round);
      });
    }
    try {
      if (ready.length > 0 && (await this.#post(ready)) > 0) round.moved = true;
    } catch (error) {
      if (!isAboutContent(error)) throw error;
      for (const row of ready) {
        await this.#tryFor(row, round, async () => {
          if ((await this.#post([row])) > 0) round.moved = true;
        });
      }
    }
    await this.#blame(round);
    return round.moved;
  }

  /** Do one step for one command; its failure stops only later commands of the same stop. */
  async #tryFor(row: StoredCommand, round: Round, step: () => Promise<void>): Promise<void> {
    if (round.stuck.has(placeOf(row))) return;
    try {
      await step();
    } catch (error) {
      if (!(error instanceof TransportError) || !isAboutContent(error)) throw error;
      if (error.failure === "rejected") {
        await this.#shelve(row, error.problem, round);
      } else {
        round.failed.push({ row, problem: error.problem });
        round.stuck.add(placeOf(row));
      }
    }
  }

  async #shelve(row: StoredCommand, problem: Problem, round: Round): Promise<void> {
    await this.#outbox.shelve(row, problem);
    round.moved = true;
  }

  async #blame({ failed, moved }: Round): Promise<void> {
    // When nothing else got through either, the server is down and no command is to blame.
    if (!moved) return;
    for (const { row, problem } of failed) {
      await this.#outbox.countFailure(row);
      if (row.failures + 1 >= MAX_FAILURES) await this.#outbox.shelve(row, problem);
    }
  }

  /** Upload what the command names; a problem when the server will never take one of them. */
  async #upload(row: StoredCommand): Promise<Problem | undefined> {
    for (const name of filesOf(row.command)) {
      const file = await this.#outbox.findFile(name);
      if (file === undefined) {
        return { code: "file_lost", detail: "A photo of this stop is no longer on this phone." };
      }
      if (file.uploaded) continue;
      try {
        await this.#transport.sendFile(file);
      } catch (error) {
        if (error instanceof TransportError && error.failure === "rejected") return error.problem;
        throw error;
      }
      await this.#outbox.markUploaded(name);
    }
    return undefined;
  }

  async #post(rows: readonly StoredCommand[]): Promise<number> {
    const results = await this.#transport.sendCommands(rows.map(toWire));
    const byId = new Map(results.map((result) => [result.id, result]));
    const applied = rows.filter((row) => isApplied(byId.get(row.command.id)));
    await this.#outbox.markApplied(applied);
    let answered = applied.length;
    for (const row of rows) {
      const result = byId.get(row.command.id);
      if (result?.outcome !== "refused") continue;
      answered += 1;
      await this.#refuse(row, result.problem);
    }
    // A command the answer does not name stays; it is sent again.
    return answered;
  }

  async #refuse(row: StoredCommand, problem: Problem | null | undefined): Promise<void> {
    if (problem?.code === "file_missing" && row.failures < MAX_FAILURES) {
      // The server lost a file it had confirmed; the bytes are still here.
      for (const name of filesOf(row.command)) await this.#outbox.markUploaded(name, false);
      await this.#outbox.countFailure(row);
      return;
    }
    await this.#outbox.shelve(row, problem ?? { code: "refused", detail: "The server refused this." });
  }
}

/** What one batch has come to so far. */
class Round {
  moved = false;
  readonly failed: { row: StoredCommand; problem: Problem }[] = [];
  readonly stuck = new Set<string>();
}

/** Commands with the same place keep their order whatever happens. */
function placeOf(row: StoredCommand): string {
  return row.command.stop_id ?? row.command.route_id;
}

function isApplied(result: CommandResult | undefined): boolean {
  return result?.outcome === "applied" || result?.outcome === "already_applied";
}

function isAboutContent(error: unknown): boolean {
  return (
    error instanceof TransportError && (error.failure === "broken" || error.failure === "rejected")
  );
}

/** How a flush ends on a failed call; an error of our own is thrown on. */
export function endOf(error: unknown): FlushEnd {
  if (!(error instanceof TransportError)) throw error;
  const { failure, retryAfterMs } = error;
  if (failure === "signed_out") return { kind: "signed_out" };
  const reached = failure !== "unreachable";
  return { kind: "later", reached, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
