/** The phone's outbox: what a driver did, kept until the server has it. Knows no framework. */

export * from "./clock";
export * from "./commands";
export { openDatabase, type SyncDatabase } from "./database";
export { Device } from "./device";
export { newId, sha256 } from "./ids";
export { Kept } from "./kept";
export { SyncLoop, type LoopParts } from "./loop";
export { Outbox, type NewFile } from "./outbox";
export { PositionSender } from "./position-sender";
export { PositionQueue } from "./positions";
export { Sender, type FlushEnd } from "./sender";
export { checkStorage, isQuotaError, type StorageReport } from "./storage";
export { HttpTransport, TransportError, type Failure, type Transport } from "./transport";
