/** Small things kept whole across reloads, such as the last route. */

import type { SyncDatabase } from "./database";

export class Kept {
  readonly #database: SyncDatabase;

  constructor(database: SyncDatabase) {
    this.#database = database;
  }

  async get<T>(key: string): Promise<T | undefined> {
    return (await this.#database.get("kept", key)) as T | undefined;
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.#database.put("kept", value, key);
  }

  async delete(key: string): Promise<void> {
    await this.#database.delete("kept", key);
  }
}
