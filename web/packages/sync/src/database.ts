/** The phone's database. Schema only; what it means is in outbox.ts and positions.ts. */

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";

import type { Position, StoredCommand, StoredFile } from "./commands";

export interface SyncSchema extends DBSchema {
  commands: { key: number; value: StoredCommand; indexes: { by_id: string } };
  files: { key: string; value: StoredFile };
  positions: { key: number; value: { owner: string; position: Position } };
  /** Small things kept whole: the route snapshot, the session, the clock's anchor. */
  kept: { key: string; value: unknown };
}

export type SyncDatabase = IDBPDatabase<SyncSchema>;

export async function openDatabase(name = "doorstep"): Promise<SyncDatabase> {
  return openDB<SyncSchema>(name, 1, {
    upgrade(database) {
      const commands = database.createObjectStore("commands", {
        keyPath: "sequence",
        autoIncrement: true,
      });
      // Unique: the same tap stored twice is an error here, not two rows.
      commands.createIndex("by_id", "command.id", { unique: true });
      database.createObjectStore("files", { keyPath: "sha256" });
      database.createObjectStore("positions", { autoIncrement: true });
      database.createObjectStore("kept");
    },
    // An older tab must let a newer one upgrade, else the new version never starts.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
}

/**
 * A write that is on disk when it is done. Chrome's default ("relaxed") says done before that,
 * and a phone whose battery dies would lose what the screen called saved.
 */
export function strictly<Names extends readonly StoreNames<SyncSchema>[]>(
  database: SyncDatabase,
  stores: Names & StoreNames<SyncSchema>[],
): IDBPTransaction<SyncSchema, Names & StoreNames<SyncSchema>[], "readwrite"> {
  return database.transaction(stores, "readwrite", { durability: "strict" });
}
