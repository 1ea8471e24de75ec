import { api, asProblem, followLive, type LiveEvent, type MapInfo, type Problem, type Session } from "@doorstep/api-client";
import { currentTheme, onTheme, toast, type Theme } from "@doorstep/ui";
import { dateOf, type Place } from "@doorstep/words";
import { t } from "../strings/index.ts";

type Listener = (event: LiveEvent) => void;

const CLOCK_REFRESH_MS = 60_000;

/** What every screen shares: who is signed in, what time it is, whether the stream is alive. */
class App {
  session: Session | null = $state.raw(null);
  map: MapInfo | null = $state.raw(null);
  state: "starting" | "signed-out" | "ready" = $state("starting");
  /** The token of an invitation's link, until it is taken. */
  invitation = $state("");
  /** Whether the set-up is shown instead of the day. */
  settingUp = $state(false);
  /** Whether something is missing before a day can be planned. */
  unfinished = $state(false);
  connected = $state(true);
  now = $state(Date.now());
  speed = $state(1);
  theme: Theme = $state(currentTheme());
  #base = { server: Date.now(), here: 0 };
  #listeners = new Set<Listener>();
  #reconnected = new Set<() => void>();
  #stop: (() => void)[] = [];

  constructor() {
    onTheme((theme) => (this.theme = theme));
  }

  /** Time zone and language of the business. */
  get place(): Place {
    const tenant = this.session?.tenant;
    return { timezone: tenant?.timezone ?? "UTC", locale: tenant?.locale ?? "en" };
  }

  get currency(): string {
    return this.session?.tenant.currency ?? "EUR";
  }

  get today(): string {
    return dateOf(this.now, this.place.timezone);
  }

  /** Whether the one who is signed in may do what the policy of this name allows. */
  may(policy: string): boolean {
    return this.session?.may.includes(policy) ?? false;
  }

  /** Picks up a running session, or a one-time link in the address. */
  async start(): Promise<Problem | null> {
    const invitation = /^#join=(.+)$/.exec(location.hash)?.[1];
    if (invitation) {
      history.replaceState(null, "", location.pathname);
      this.invitation = decodeURIComponent(invitation);
    }
    const code = /^#code=(.+)$/.exec(location.hash)?.[1];
    let trouble: Problem | null = null;
    try {
      if (code) history.replaceState(null, "", location.pathname); // a used code must not stay in the history
      const session = await (code ? api.session.signInByLink(decodeURIComponent(code)) : api.session.current());
      if (session) await this.enter(session);
      else this.state = "signed-out";
    } catch (error) {
      trouble = asProblem(error);
      this.state = "signed-out";
    }
    return trouble;
  }

  async enter(session: Session): Promise<void> {
    this.session = session;
    const [map] = await Promise.all([api.map().catch(() => null), this.readClock()]);
    this.map = map;
    if (this.may("company:write") && !session.demo) {
      const setup = await api.company.setup().catch(() => null);
      this.unfinished = setup !== null && !setup.done;
      this.settingUp = this.unfinished;
    }
    for (const stop of this.#stop) stop();
    this.state = "ready";
    // Who may not read the day hears no news of it.
    this.#stop = this.may("day:read") ? [this.#follow(), this.#tick()] : [this.#tick()];
  }

  /** Goes on once nothing keeps the one who is signed in from it any more. */
  async resume(): Promise<void> {
    const session = await api.session.current().catch(() => null);
    if (session && !session.limited) await this.enter(session);
  }

  /** Reads the session anew, after something it tells has changed. */
  async refresh(): Promise<void> {
    const session = await api.session.current().catch(() => null);
    if (session) this.session = session;
  }

  async leave(): Promise<void> {
    await api.session.signOut().catch(() => undefined);
    for (const stop of this.#stop) stop();
    this.#stop = [];
    this.session = null;
    this.state = "signed-out";
  }

  onEvent(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** After an interruption events may be missing: whoever shows live data refetches. */
  onReconnect(listener: () => void): () => void {
    this.#reconnected.add(listener);
    return () => this.#reconnected.delete(listener);
  }

  async readClock(): Promise<void> {
    try {
      const { now_at, speed } = await api.clock();
      this.#base = { server: Date.parse(now_at), here: performance.now() };
      this.speed = speed;
      this.#showTime();
    } catch {
      // the next reading will do
    }
  }

  /** Shows a refusal; a session that ended leads back to the sign-in. */
  fail(error: unknown, mayEnd = true): void {
    const problem = asProblem(error);
    if (problem.status === 401 && mayEnd) {
      void this.leave();
      return;
    }
    const detail = [problem.detail, problem.action].filter(Boolean).join(" ");
    toast(problem.title, { tone: "bad", detail });
  }

  #showTime(): void {
    this.now = this.#base.server + (performance.now() - this.#base.here) * this.speed;
  }

  #tick(): () => void {
    const second = setInterval(() => this.#showTime(), 1000);
    const minute = setInterval(() => void this.readClock(), CLOCK_REFRESH_MS);
    return () => {
      clearInterval(second);
      clearInterval(minute);
    };
  }

  #follow(): () => void {
    return followLive({
      onEvent: (event) => {
        if (event.kind === "clock.changed") void this.readClock();
        for (const listener of this.#listeners) listener(event);
      },
      onConnection: (connected, wasInterrupted) => {
        this.connected = connected;
        if (!connected || !wasInterrupted) return;
        toast(t.connection.back, { tone: "good" });
        void this.readClock();
        for (const listener of this.#reconnected) listener();
      },
    });
  }
}

export const app = new App();
