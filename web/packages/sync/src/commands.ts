/** The words of the outbox: what a driver can say, and what the server can answer. */

export type CommandKind = "start_route" | "arrive" | "deliver" | "fail" | "finish_route";

export type FailReason =
  | "recipient_absent"
  | "refused"
  | "wrong_address"
  | "no_access"
  | "damaged"
  | "out_of_time"
  | "age_not_proved"
  | "not_paid";

export type HandedTo = "recipient" | "household" | "neighbour" | "safe_place";

/** One thing that happened, as `POST /driver/commands` takes it. `id` makes a repeat harmless. */
export interface Command {
  readonly id: string;
  readonly kind: CommandKind;
  readonly route_id: string;
  readonly stop_id?: string;
  readonly happened_at: string;
  readonly position?: { lat: number; lon: number; accuracy_m: number };
  readonly photos?: readonly string[];
  readonly signature?: string;
  readonly recipient_name?: string;
  readonly reason?: FailReason;
  readonly note?: string;
  /** The signature as it was drawn: lines of [x, y, milliseconds], x and y from 0 to 1. */
  readonly strokes?: readonly (readonly (readonly [number, number, number])[])[];
  readonly scans?: readonly string[];
  readonly age_checked?: number;
  /** What the recipient said when asked for their PIN. */
  readonly pin?: string;
  readonly handed_to?: HandedTo;
  readonly cash?: { readonly amount_minor: number; readonly currency: string };
  readonly device?: DeviceSeal;
}

/** Which device made a report, the how manieth of it, and its key's signature of the text. */
export interface DeviceSeal {
  readonly id: string;
  readonly sequence: number;
  readonly signed: string;
  readonly signature: string;
}

/** A refusal in the server's words. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly action?: string;
}

export type Outcome = "applied" | "already_applied" | "refused";

export interface CommandResult {
  readonly id: string;
  readonly outcome: Outcome;
  readonly problem?: Problem | null;
}

/** What becomes of a report that goes to the office without a session. */
export interface HandedOver {
  readonly id: string;
  readonly outcome: "held" | "already_applied" | "refused";
  readonly problem?: Problem | null;
}

/**
 * - `waiting`: on the phone only, may still be undone.
 * - `sending`: handed to the network at least once; the server may know it, so it cannot be undone.
 * - `applied`: the server has it; kept until a newer route snapshot shows it.
 * - `refused`: on the shelf, for the driver to see; blocks nothing.
 */
export type CommandState = "waiting" | "sending" | "applied" | "refused";

export interface StoredCommand {
  /** Order on this device. Given by the database, so two tabs never share one. */
  readonly sequence: number;
  /** The driver who did it. Another driver's session never sends it. */
  readonly owner: string;
  readonly state: CommandState;
  /** Times the server failed (5xx) on this command sent alone. */
  readonly failures: number;
  readonly command: Command;
  /** From the first time it is sent. */
  readonly device?: DeviceSeal;
  readonly problem?: Problem;
}

export interface StoredFile {
  readonly sha256: string;
  readonly type: string;
  /** Bytes, not a Blob: Safari has lost Blobs from IndexedDB (WebKit 188438). */
  readonly bytes: ArrayBuffer;
  readonly uploaded: boolean;
}

export interface Position {
  readonly fixed_at: string;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy_m?: number;
  readonly heading_deg?: number;
  readonly speed_mps?: number;
}

/** The files a command names, each once, in the order it names them. */
export function filesOf(command: Command): string[] {
  const named = [...(command.photos ?? [])];
  if (command.signature !== undefined) named.push(command.signature);
  return [...new Set(named)];
}
