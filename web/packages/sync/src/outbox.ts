/**
 * What the driver did and the server may not know yet.
 *
 * Guarantees: a command and the bytes of its photos are on disk together or not at all; commands
 * leave in the order they were made; one is forgotten only after the server named it; a refused
 * one goes to the shelf and holds up nothing.
 */

import type { Command, Problem, StoredCommand, StoredFile } from "./commands";
import { filesOf } from "./commands";
import { strictly, type SyncDatabase } from "./database";

export type NewFile = Omit<StoredFile, "uploaded">;

export class Outbox {
  readonly #database: SyncDatabase;
  readonly #listeners = new Set<() => void>();
  readonly #held = new Set<string>();

  constructor(database: SyncDatabase) {
    this.#database = database;
  }

  /** Call back after every change; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Save a command with the files it names, in one strict transaction.
   *
   * With `hold` it stays on the phone until `release`, so that it can be undone. A hold lives in
   * memory only: after a crash the command is simply sent, whatever the clock says by then.
   */
  async add(
    owner: string,
    command: Command,
    files: readonly NewFile[] = [],
    hold = false,
  ): Promise<void> {
    const given = new Set(files.map((file) => file.sha256));
    const missing = filesOf(command).filter((name) => !given.has(name));
    if (missing.length > 0) throw new Error(`The command names files it does not bring: ${missing.join(", ")}`);
    if (hold) this.#held.add(command.id);
    try {
      await this.#write({ owner, state: "waiting", failures: 0, command }, files);
    } catch (error) {
      this.#held.delete(command.id);
      throw error;
    }
    this.#changed();
  }

  /** Let held commands go. */
  release(id?: string): void {
    if (id === undefined) this.#held.clear();
    else this.#held.delete(id);
    this.#changed();
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** Take a command back. False when it was handed to the network already. */
  async undo(id: string): Promise<boolean> {
    const transaction = strictly(this.#database, ["commands", "files"]);
    const commands = transaction.objectStore("commands");
    const row = await commands.index("by_id").get(id);
    const undone = row?.state === "waiting";
    if (undone) {
      await commands.delete(row.sequence);
      await this.#sweep(transaction.objectStore("files"), await commands.getAll());
    }
    await transaction.done;
    this.#held.delete(id);
    this.#changed();
    return undone;
  }

  /** Everything that is on the phone, oldest first. */
  async list(): Promise<StoredCommand[]> {
    return this.#database.getAll("commands");
  }

  /** The next commands to send for this driver: in order, up to the first that is held. */
  async next(owner: string, limit: number): Promise<StoredCommand[]> {
    const open = (await this.list()).filter(
      (row) => row.owner === owner && (row.state === "waiting" || row.state === "sending"),
    );
    const firstHeld = open.findIndex((row) => this.#held.has(row.command.id));
    return open.slice(0, firstHeld === -1 ? limit : Math.min(limit, firstHeld));
  }

  /** Note on disk that these go out now. Returns those that were not undone meanwhile. */
  async markSending(rows: readonly StoredCommand[]): Promise<StoredCommand[]> {
    return this.#update(rows, (row) => ({ ...row, state: "sending" }));
  }

  /** The server has them. */
  async markApplied(rows: readonly StoredCommand[]): Promise<void> {
    await this.#update(rows, (row) => ({ ...row, state: "applied" }));
  }

  /** Put one on the shelf with the reason. */
  async shelve(row: StoredCommand, problem: Problem): Promise<void> {
    await this.#update([row], (found) => ({ ...found, state: "refused", problem }));
  }

  async countFailure(row: StoredCommand): Promise<void> {
    await this.#update([row], (found) => ({ ...found, failures: found.failures + 1 }));
  }

  /** Try a shelved command again, with the same id. */
  async retry(id: string): Promise<void> {
    const row = await this.#database.getFromIndex("commands", "by_id", id);
    if (row?.state !== "refused") return;
    await this.#update([row], ({ problem: _problem, ...found }) => ({
      ...found,
      state: "sending",
      failures: 0,
    }));
  }

  /** Take a shelved command away for good, with files nothing else names. */
  async dismiss(id: string): Promise<void> {
    await this.#forget((row) => row.command.id === id && row.state === "refused");
  }

  /** Forget applied commands that a newer snapshot already shows. */
  async forgetApplied(ids: readonly string[]): Promise<void> {
    const shown = new Set(ids);
    await this.#forget((row) => row.state === "applied" && shown.has(row.command.id));
  }

  async findFile(sha256: string): Promise<StoredFile | undefined> {
    return this.#database.get("files", sha256);
  }

  async markUploaded(sha256: string, uploaded = true): Promise<void> {
    const transaction = strictly(this.#database, ["files"]);
    const file = await transaction.objectStore("files").get(sha256);
    if (file !== undefined) await transaction.objectStore("files").put({ ...file, uploaded });
    await transaction.done;
  }

  /** All or nothing, also when a call throws at once: then nobody but us aborts the rest. */
  async #write(row: Omit<StoredCommand, "sequence">, files: readonly NewFile[]): Promise<void> {
    const transaction = strictly(this.#database, ["commands", "files"]);
    const done = transaction.done.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    try {
      for (const file of files) {
        await transaction.objectStore("files").put({ ...file, uploaded: false });
      }
      // The database gives the sequence, so the row goes in without one.
      await transaction.objectStore("commands").add(row as StoredCommand);
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // It was aborted by the failure itself.
      }
      await done;
      throw error;
    }
    const failed = await done;
    if (failed !== undefined) throw failed.error;
  }

  async #update(
    rows: readonly StoredCommand[],
    change: (row: StoredCommand) => StoredCommand,
  ): Promise<StoredCommand[]> {
    const transaction = strictly(this.#database, ["commands"]);
    const commands = transaction.objectStore("commands");
    const updated: StoredCommand[] = [];
    for (const { sequence } of rows) {
      const found = await commands.get(sequence);
      if (found === undefined) continue;
      const next = change(found);
      await commands.put(next);
      updated.push(next);
    }
    await transaction.done;
    this.#changed();
    return updated;
  }

  async #forget(which: (row: StoredCommand) => boolean): Promise<void> {
    const transaction = strictly(this.#database, ["commands", "files"]);
    const commands = transaction.objectStore("commands");
    const rows = await commands.getAll();
    for (const row of rows.filter(which)) await commands.delete(row.sequence);
    await this.#sweep(
      transaction.objectStore("files"),
      rows.filter((row) => !which(row)),
    );
    await transaction.done;
    this.#changed();
  }

  /** Delete the files that no command on the phone names any more. */
  async #sweep(
    files: { getAllKeys(): Promise<string[]>; delete(key: string): Promise<void> },
    rows: readonly StoredCommand[],
  ): Promise<void> {
    const named = new Set(rows.flatMap((row) => filesOf(row.command)));
    for (const key of await files.getAllKeys()) {
      if (!named.has(key)) await files.delete(key);
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
