/** Keeps one delivery up to date: live when the stream works, by asking when it does not. */

import { api, asProblem, followLive, type Problem, type TrackView, UNREACHABLE } from "@doorstep/api-client";

const POLL_LIVE_MS = 60_000;
const POLL_MS = 15_000;

export type Trouble = "none" | "invalid" | "expired" | "unreachable";

export class Tracker {
  view = $state.raw<TrackView | null>(null);
  trouble = $state<Trouble>("none");
  /** When the shown facts were fetched, by this device's clock. */
  seenAt = $state(0);

  readonly #token: string;
  #live = false;
  #stopLive: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> | undefined;

  constructor(token: string) {
    this.#token = token;
  }

  start(): void {
    if (this.#token === "") this.trouble = "invalid";
    else void this.refresh();
    const again = (): void => {
      if (!document.hidden) void this.refresh();
    };
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
  }

  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.view = await api.track(this.#token);
      this.trouble = "none";
      this.seenAt = Date.now();
      this.#follow();
    } catch (error) {
      this.trouble = troubleOf(asProblem(error));
    }
    if (this.trouble === "invalid" || this.trouble === "expired") {
      this.view = null;
      this.#stopLive?.();
      return;
    }
    this.#timer = setTimeout(() => void this.refresh(), this.#live ? POLL_LIVE_MS : POLL_MS);
  }

  #follow(): void {
    this.#stopLive ??= followLive({
      path: `/track/${encodeURIComponent(this.#token)}/live`,
      onEvent: () => void this.refresh(),
      onConnection: (connected, wasInterrupted) => {
        this.#live = connected;
        if (connected && wasInterrupted) void this.refresh();
      },
    });
  }
}

function troubleOf(problem: Problem): Trouble {
  if (problem.status === 410) return "expired";
  if (problem.status === 404 || problem.status === 422) return "invalid";
  return problem.code === UNREACHABLE || problem.status >= 429 ? "unreachable" : "invalid";
}
