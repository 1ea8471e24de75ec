/** The parts that keep and send the driver's work, put together once. */

import {
  browserTicks, type ClockAnchor, Device, HttpTransport, Kept, openDatabase, Outbox, PositionQueue,
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
  const kept = new Kept(database);
  const clock = new ServerClock(await kept.get<ClockAnchor>("clock"), browserTicks);
  // The clock that stamps the reports, so that the server learns how far off it is.
  const transport = new HttpTransport("/api/v1", undefined, () => clock.nowAt());
  const outbox = new Outbox(database);
  const positions = new PositionQueue(database);
  return {
    outbox,
    kept,
    clock,
    sender: new Sender(outbox, transport, new Device(database, transport)),
    positions,
    positionSender: new PositionSender(positions, transport),
  };
}
