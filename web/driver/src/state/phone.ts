/** The parts that keep and send the driver's work, put together once. */

import {
  browserTicks, type ClockAnchor, HttpTransport, Kept, openDatabase, Outbox, PositionQueue,
  PositionSender, Sender, ServerClock,
} from "@doorstep/sync";

export interface Phone {
  outbox: Outbox;
  kept: Kept;
  clock: ServerClock;
  sender: Sender;
  positions: PositionQueue;
  positionSender: PositionSender;
}

/** Throws when this browser keeps no data, as some private modes do. */
export async function openPhone(): Promise<Phone> {
  const database = await openDatabase("doorstep-driver");
  const transport = new HttpTransport();
  const outbox = new Outbox(database);
  const positions = new PositionQueue(database);
  const kept = new Kept(database);
  return {
    outbox,
    kept,
    clock: new ServerClock(await kept.get<ClockAnchor>("clock"), browserTicks),
    sender: new Sender(outbox, transport),
    positions,
    positionSender: new PositionSender(positions, transport),
  };
}
