/**
 * The server's time, on a phone whose own clock may be wrong, set while we run, or offline.
 *
 * Between two answers of `GET /clock` time is counted with the monotonic clock, so setting the
 * phone's clock changes nothing. Across a reload without a network only the phone's clock is left:
 * we add how far it moved since the last answer, and never go back behind what was already said.
 * `speed` is above 1 in the demo, where the day runs faster.
 */

export interface ClockAnchor {
  /** Server time of the last answer, ms since 1970. */
  readonly serverMs: number;
  /** The phone's own time at that answer. */
  readonly deviceMs: number;
  readonly speed: number;
}

export interface Ticks {
  /** The phone's wall clock, ms since 1970; may jump. */
  wallMs(): number;
  /** Ms since some start; never jumps, restarts with the page. */
  steadyMs(): number;
}

export const browserTicks: Ticks = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
};

export class ServerClock {
  readonly #ticks: Ticks;
  #baseMs: number;
  #baseSteadyMs: number;
  #speed: number;

  constructor(anchor?: ClockAnchor, ticks: Ticks = browserTicks) {
    this.#ticks = ticks;
    this.#baseSteadyMs = ticks.steadyMs();
    if (anchor === undefined) {
      this.#baseMs = ticks.wallMs();
      this.#speed = 1;
    } else {
      const passedMs = Math.max(0, ticks.wallMs() - anchor.deviceMs);
      this.#baseMs = anchor.serverMs + passedMs * anchor.speed;
      this.#speed = anchor.speed;
    }
  }

  /** Take the answer of `GET /clock`; returns what to keep for the next start. */
  set(nowAt: string, speed: number): ClockAnchor {
    const serverMs = Date.parse(nowAt);
    if (Number.isFinite(serverMs)) {
      this.#baseMs = serverMs;
      this.#baseSteadyMs = this.#ticks.steadyMs();
      this.#speed = speed > 0 ? speed : 1;
    }
    return { serverMs: this.nowMs(), deviceMs: this.#ticks.wallMs(), speed: this.#speed };
  }

  get speed(): number {
    return this.#speed;
  }

  nowMs(): number {
    return this.#baseMs + (this.#ticks.steadyMs() - this.#baseSteadyMs) * this.#speed;
  }

  nowAt(): string {
    return new Date(this.nowMs()).toISOString();
  }
}
