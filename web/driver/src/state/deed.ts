/** What a driver can do on a screen, made into a command with its id, time and place. */

import { type Command, type FailReason, type HandedTo, newId, type Position, type ServerClock } from "@doorstep/sync";

export type Strokes = NonNullable<Command["strokes"]>;

export type Deed =
  | { kind: "start_route" | "finish_route" }
  | { kind: "arrive"; stop_id: string }
  | {
      kind: "deliver";
      stop_id: string;
      photos: string[];
      signature?: string | undefined;
      recipient_name: string;
      strokes?: Strokes | undefined;
      cash?: Command["cash"] | undefined;
      scans?: readonly string[] | undefined;
      age_checked?: number | undefined;
      pin?: string | undefined;
      handed_to?: HandedTo | undefined;
    }
  | { kind: "fail"; stop_id: string; reason: FailReason; note: string; photos: string[] };

/** Older fixes say where the driver was, not where the parcel was left. */
const FRESH_MS = 120_000;

export function toCommand(
  deed: Deed,
  routeId: string,
  clock: ServerClock,
  last: { position: Position; steadyMs: number } | null,
  steadyMs = performance.now(),
): Command {
  const command: Command = {
    id: newId(clock.nowMs()),
    kind: deed.kind,
    route_id: routeId,
    happened_at: clock.nowAt(),
    ...("stop_id" in deed ? { stop_id: deed.stop_id } : {}),
    ...placeOf(last, steadyMs),
  };
  if (deed.kind === "deliver") {
    return {
      ...command,
      ...(deed.photos.length > 0 ? { photos: deed.photos } : {}),
      ...(deed.signature === undefined ? {} : { signature: deed.signature }),
      ...worded("recipient_name", deed.recipient_name),
      ...(deed.cash === undefined ? {} : { cash: deed.cash }),
      ...(deed.scans === undefined || deed.scans.length === 0 ? {} : { scans: deed.scans }),
      ...(deed.age_checked === undefined ? {} : { age_checked: deed.age_checked }),
      ...(deed.pin === undefined ? {} : { pin: deed.pin }),
      ...(deed.handed_to === undefined ? {} : { handed_to: deed.handed_to }),
      ...(deed.strokes === undefined || deed.strokes.length === 0 ? {} : { strokes: deed.strokes }),
    };
  }
  if (deed.kind === "fail") {
    return {
      ...command,
      reason: deed.reason,
      ...worded("note", deed.note),
      ...(deed.photos.length > 0 ? { photos: deed.photos } : {}),
    };
  }
  return command;
}

function worded(name: "note" | "recipient_name", text: string): Partial<Command> {
  const trimmed = text.trim();
  return trimmed === "" ? {} : { [name]: trimmed };
}

function placeOf(
  last: { position: Position; steadyMs: number } | null,
  steadyMs: number,
): Pick<Command, "position"> | Record<string, never> {
  if (last === null || steadyMs - last.steadyMs > FRESH_MS) return {};
  const { lat, lon, accuracy_m = 0 } = last.position;
  return { position: { lat, lon, accuracy_m } };
}
