/**
 * This installation of the app: a key that signs what the driver reports, and running numbers.
 *
 * The private half cannot be read, by us or by any other script; the browser keeps it. Each
 * report gets the next number when it is first sent, so the server sees when one never arrives.
 */

import type { Command, DeviceSeal, StoredCommand } from "./commands";
import { strictly, type SyncDatabase } from "./database";
import { newId } from "./ids";
import { TransportError, type Transport } from "./transport";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

interface KeptDevice {
  readonly id: string;
  readonly last: number;
  readonly publicKey: string;
  readonly privateKey?: CryptoKey;
  readonly registered: boolean;
}

export class Device {
  readonly #database: SyncDatabase;
  readonly #transport: Transport;

  constructor(database: SyncDatabase, transport: Transport) {
    this.#database = database;
    this.#transport = transport;
  }

  /** Number and sign what has neither yet. Returns the rows as they are to be sent. */
  async seal(owner: string, rows: readonly StoredCommand[]): Promise<StoredCommand[]> {
    const device = await this.#ready(owner);
    const numbered = await this.#number(owner, device, rows);
    return Promise.all(numbered.map((row) => this.#sign(device, row)));
  }

  /** Make and register the key, while somebody is signed in who may. */
  async prepare(owner: string): Promise<void> {
    await this.#ready(owner);
  }

  async #ready(owner: string): Promise<KeptDevice> {
    const name = keptAs(owner);
    let device = (await this.#database.get("kept", name)) as KeptDevice | undefined;
    if (device === undefined) {
      const made = await newDevice();
      // Two tabs may make one at the same time; the first that is kept counts for both.
      const transaction = strictly(this.#database, ["kept"]);
      device = (await transaction.objectStore("kept").get(name)) as KeptDevice | undefined;
      if (device === undefined) await transaction.objectStore("kept").put((device = made), name);
      await transaction.done;
    }
    if (device.registered || device.privateKey === undefined) return device;
    try {
      await this.#transport.registerDevice(device.id, "ES256", device.publicKey);
    } catch (error) {
      // A server that will not have the key still takes the reports.
      if (!(error instanceof TransportError) || error.failure !== "rejected") throw error;
    }
    const transaction = strictly(this.#database, ["kept"]);
    const kept = (await transaction.objectStore("kept").get(name)) as KeptDevice;
    await transaction.objectStore("kept").put({ ...kept, registered: true }, name);
    await transaction.done;
    return device;
  }

  /** In one transaction with the counter, so that no number is given twice or left out. */
  async #number(
    owner: string,
    device: KeptDevice,
    rows: readonly StoredCommand[],
  ): Promise<StoredCommand[]> {
    const transaction = strictly(this.#database, ["kept", "commands"]);
    const kept = (await transaction.objectStore("kept").get(keptAs(owner))) as KeptDevice;
    let { last } = kept;
    const numbered: StoredCommand[] = [];
    for (const { sequence } of rows) {
      const row = await transaction.objectStore("commands").get(sequence);
      if (row === undefined) continue;
      if (row.device !== undefined) {
        numbered.push(row);
        continue;
      }
      last += 1;
      const next = { ...row, device: { id: device.id, sequence: last, signed: "", signature: "" } };
      await transaction.objectStore("commands").put(next);
      numbered.push(next);
    }
    await transaction.objectStore("kept").put({ ...kept, last }, keptAs(owner));
    await transaction.done;
    return numbered;
  }

  async #sign(device: KeptDevice, row: StoredCommand): Promise<StoredCommand> {
    if (row.device === undefined || row.device.signature !== "") return row;
    if (device.privateKey === undefined || device.id !== row.device.id) return row;
    const signed = JSON.stringify(row.command);
    const bytes = await crypto.subtle.sign(SIGNING, device.privateKey, new TextEncoder().encode(signed));
    const seal: DeviceSeal = { ...row.device, signed, signature: toBase64Url(bytes) };
    const transaction = strictly(this.#database, ["commands"]);
    const found = await transaction.objectStore("commands").get(row.sequence);
    if (found !== undefined) await transaction.objectStore("commands").put({ ...found, device: seal });
    await transaction.done;
    return { ...row, device: seal };
  }
}

/** What goes over the wire. */
export function toWire(row: StoredCommand): Command {
  return row.device === undefined ? row.command : { ...row.command, device: row.device };
}

async function newDevice(): Promise<KeptDevice> {
  const plain = { id: newId(Date.now()), last: 0, publicKey: "", registered: false };
  // Without TLS, but on this very machine, browsers have no keys; numbers work all the same.
  if (globalThis.crypto?.subtle === undefined) return plain;
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign"]);
  const publicKey = toBase64Url(await crypto.subtle.exportKey("spki", pair.publicKey));
  return { ...plain, publicKey, privateKey: pair.privateKey };
}

function keptAs(owner: string): string {
  return `device:${owner}`;
}

function toBase64Url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
