/** Where the phone was, kept until the server has it. Less strict than a command: a fix lost in a
 * crash is only a gap in a line, so these writes may be relaxed and the oldest may be dropped. */

import type { Position } from "./commands";
import type { SyncDatabase } from "./database";

/** Eight days of eight hours at one fix in ten seconds is 23,040; twice that before any is dropped. */
const MAX_KEPT = 50_000;

export class PositionQueue {
  readonly #database: SyncDatabase;
  #lastMs: number | undefined;

  constructor(database: SyncDatabase) {
    this.#database = database;
  }

  /**
   * Keep a fix, unless one was kept less than `everyMs` ago.
   *
   * @param steadyMs a monotonic time, so a phone clock set back does not stop the recording.
   */
  async add(owner: string, position: Position, steadyMs: number, everyMs = 10_000): Promise<boolean> {
    if (this.#lastMs !== undefined && steadyMs - this.#lastMs < everyMs) return false;
    this.#lastMs = steadyMs;
    const transaction = this.#database.transaction("positions", "readwrite");
    await transaction.store.add({ owner, position });
    const surplus = (await transaction.store.count()) - MAX_KEPT;
    if (surplus > 0) {
      const oldest = await transaction.store.getAllKeys(null, surplus);
      for (const key of oldest) await transaction.store.delete(key);
    }
    await transaction.done;
    return true;
  }

  async count(): Promise<number> {
    return this.#database.count("positions");
  }

  /** The oldest fixes of this driver with their keys, for one batch. */
  async next(owner: string, limit: number): Promise<{ keys: number[]; positions: Position[] }> {
    const keys: number[] = [];
    const positions: Position[] = [];
    let cursor = await this.#database.transaction("positions").store.openCursor();
    while (cursor !== null && keys.length < limit) {
      if (cursor.value.owner === owner) {
        keys.push(cursor.primaryKey);
        positions.push(cursor.value.position);
      }
      cursor = await cursor.continue();
    }
    return { keys, positions };
  }

  async forget(keys: readonly number[]): Promise<void> {
    const transaction = this.#database.transaction("positions", "readwrite");
    for (const key of keys) await transaction.store.delete(key);
    await transaction.done;
  }
}
