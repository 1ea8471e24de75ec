/**
 * Decides when to send: soon after each change, when the network or the page comes back, and
 * again after a failure, waiting a little longer each time but never long.
 */

import type { FlushEnd, Sender } from "./sender";
import type { Outbox } from "./outbox";
import type { PositionSender } from "./position-sender";

const FIRST_WAIT_MS = 1_000;
/** Short on purpose: phones rarely say that a bad network became good, so we have to ask. */
const MAX_WAIT_MS = 8_000;

export interface LoopParts {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly positions: PositionSender;
  /** The signed-in driver, or nothing to send as. */
  readonly owner: () => string | undefined;
  readonly onEnd?: (end: FlushEnd) => void;
  readonly random?: () => number;
  /** Run alone among all tabs; the default takes a Web Lock where there is one. */
  readonly alone?: (work: () => Promise<void>) => Promise<void>;
}

export class SyncLoop {
  readonly #parts: LoopParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #failures = 0;
  #stopped = false;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /** Listen for reasons to send; returns how to stop. Give `window` and `document` in a browser. */
  start(page: EventTarget, visibility: EventTarget): () => void {
    this.#stopped = false;
    const wake = () => this.wake();
    const stopListening = this.#parts.outbox.onChange(() => this.#soon());
    page.addEventListener("online", wake);
    page.addEventListener("pageshow", wake);
    visibility.addEventListener("visibilitychange", wake);
    this.wake();
    return () => {
      this.#stopped = true;
      clearTimeout(this.#timer);
      stopListening();
      page.removeEventListener("online", wake);
      page.removeEventListener("pageshow", wake);
      visibility.removeEventListener("visibilitychange", wake);
    };
  }

  /** Something made success likely: forget past failures and try now. */
  wake(): void {
    this.#failures = 0;
    void this.flush();
  }

  /** Send now; calls that arrive while one is running share the next run. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await (this.#parts.alone ?? aloneAmongTabs)(() => this.#once());
    } while (this.#again && !this.#stopped);
  }

  async #once(): Promise<void> {
    const owner = this.#parts.owner();
    if (owner === undefined || this.#stopped) return;
    let end = await this.#parts.sender.flush(owner);
    // One command the server fails on must not hold up the positions.
    const reached = end.kind === "empty" || (end.kind === "later" && end.reached);
    if (reached) {
      const last = await this.#parts.positions.flush(owner);
      if (end.kind === "empty") end = last;
    }
    this.#parts.onEnd?.(end);
    if (end.kind === "later") {
      this.#failures += 1;
      this.#schedule(Math.max(this.#wait(), Math.min(end.retryAfterMs ?? 0, 60_000)));
    } else {
      this.#failures = 0;
    }
  }

  #soon(): void {
    // The sender's own writes arrive here too; they must not restart it.
    if (this.#running === undefined && this.#failures === 0) this.#schedule(0);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.flush(), ms);
  }

  /** Doubling with jitter, so that a fleet does not return in step after an outage. */
  #wait(): number {
    const full = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    return full / 2 + ((this.#parts.random ?? Math.random)() * full) / 2;
  }
}

async function aloneAmongTabs(work: () => Promise<void>): Promise<void> {
  // Absent on plain http other than localhost; a second tab then only repeats, which is harmless.
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return work();
  await locks.request("doorstep-outbox", work);
}
