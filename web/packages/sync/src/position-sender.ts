/** Empties the position queue in batches. What the server answers about single fixes is final. */

import { endOf, type FlushEnd } from "./sender";
import type { PositionQueue } from "./positions";
import { TransportError, type Transport } from "./transport";

const BATCH = 200;

export class PositionSender {
  readonly #queue: PositionQueue;
  readonly #transport: Transport;

  constructor(queue: PositionQueue, transport: Transport) {
    this.#queue = queue;
    this.#transport = transport;
  }

  async flush(owner: string): Promise<FlushEnd> {
    for (;;) {
      const { keys, positions } = await this.#queue.next(owner, BATCH);
      if (keys.length === 0) return { kind: "empty" };
      try {
        await this.#transport.sendPositions(positions);
      } catch (error) {
        if (!(error instanceof TransportError && error.failure === "rejected")) return endOf(error);
        // Refused as a whole: for example off duty. Keeping them would stop all later ones.
      }
      await this.#queue.forget(keys);
    }
  }
}
