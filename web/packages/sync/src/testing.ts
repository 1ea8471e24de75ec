/** A small server we own, and the ways a network can hurt. For tests only. */

import type { Command, CommandResult, HandedOver, Position, StoredFile } from "./commands";
import { openDatabase, type SyncDatabase } from "./database";
import { Device } from "./device";
import { newId, sha256 } from "./ids";
import { Outbox, type NewFile } from "./outbox";
import { Sender } from "./sender";
import { TransportError, type Transport } from "./transport";

export const DRIVER = "driver-1";

/** Applies each id once, insists on files, and remembers the order things arrived in. */
export class FakeServer implements Transport {
  readonly effects: Command[] = [];
  readonly files = new Set<string>();
  readonly positions: Position[] = [];
  readonly calls: string[] = [];
  /** Called before a request is handled; throw to lose the request. */
  before: (call: string) => void = () => undefined;
  /** Called after it was handled; throw to lose the answer. */
  after: (call: string) => void = () => undefined;
  judge: (command: Command) => CommandResult["problem"] = () => null;

  /** Devices and their public keys. Registering is not among the calls. */
  readonly devices = new Map<string, string>();

  async registerDevice(id: string, _algorithm: string, publicKey: string): Promise<void> {
    this.before("device");
    this.devices.set(id, publicKey);
  }

  async sendCommands(commands: readonly Command[]): Promise<CommandResult[]> {
    this.#enter("commands");
    const results = commands.map((command) => this.#apply(command));
    this.after("commands");
    return results;
  }

  async sendFile(file: StoredFile): Promise<void> {
    this.#enter("file");
    this.files.add(file.sha256);
    this.after("file");
  }

  async sendPositions(positions: readonly Position[]): Promise<void> {
    this.#enter("positions");
    this.positions.push(...positions);
    this.after("positions");
  }

  /** What waits for the office. */
  readonly held: Command[] = [];

  async handOver(device: string, commands: readonly Command[]): Promise<HandedOver[]> {
    this.#enter("hand over");
    const results = commands.map((command): HandedOver => {
      const { id } = command;
      if (command.device?.id !== device || command.device.signature === "") {
        return { id, outcome: "refused", problem: { code: "report_not_signed", detail: "Not signed." } };
      }
      if (this.effects.some((done) => done.id === id)) return { id, outcome: "already_applied" };
      if (!this.held.some((one) => one.id === id)) this.held.push(command);
      return { id, outcome: "held" };
    });
    this.after("hand over");
    return results;
  }

  async handOverFile(_device: string, file: StoredFile): Promise<void> {
    this.#enter("held file");
    this.files.add(file.sha256);
    this.after("held file");
  }

  #enter(call: string): void {
    this.calls.push(call);
    this.before(call);
  }

  #apply(command: Command): CommandResult {
    const { id } = command;
    if (this.effects.some((done) => done.id === id)) return { id, outcome: "already_applied" };
    const lost = (command.photos ?? []).some((name) => !this.files.has(name));
    const problem = lost
      ? { code: "file_missing", detail: "A file is missing." }
      : this.judge(command);
    if (problem) return { id, outcome: "refused", problem };
    this.effects.push(command);
    return { id, outcome: "applied" };
  }
}

export function lost(): never {
  throw new TransportError("unreachable", { code: "unreachable", detail: "No network." });
}

export function broken(): never {
  throw new TransportError("broken", { code: "http_500", detail: "The server failed." });
}

/** Throw on the first `times` calls of a kind. */
export function failing(kind: string, times: number, how: () => never): (call: string) => void {
  let left = times;
  return (call) => {
    if (call === kind && left > 0) {
      left -= 1;
      how();
    }
  };
}

let worlds = 0;

/** A phone with its own database; `restart` opens the same database anew, as after a crash. */
export async function phone(server: FakeServer) {
  worlds += 1;
  const name = `phone-${worlds}`;
  const start = async () => {
    const database: SyncDatabase = await openDatabase(name);
    const outbox = new Outbox(database);
    return { database, outbox, sender: new Sender(outbox, server, new Device(database, server)) };
  };
  return { ...(await start()), restart: start };
}

let made = 0;

export function deliver(stop: string, more: Partial<Command> = {}): Command {
  made += 1;
  return {
    id: newId(made),
    kind: "deliver",
    route_id: "route-1",
    stop_id: stop,
    happened_at: "2026-03-02T10:00:00Z",
    ...more,
  };
}

export async function photo(text: string): Promise<NewFile> {
  const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer;
  return { sha256: await sha256(bytes), type: "image/jpeg", bytes };
}
