/** The driver's day: who is signed in, the route, and what was done on this phone. */

import { api, asProblem, type Door, followLive, type LiveRoute, type Problem, type Session, UNREACHABLE } from "@doorstep/api-client";
import { checkStorage, type FlushEnd, type NewFile, type StoredCommand, SyncLoop } from "@doorstep/sync";

import type { Phone } from "./phone.ts";
import { type DriverRoute, nextStop, project } from "./project.ts";
import { type Deed, toCommand } from "./deed.ts";
import { PositionWatch } from "./watch.svelte.ts";

const UNDO_MS = 6_000;
const TICK_MS = 10_000;

interface KeptRoute {
  owner: string;
  route: LiveRoute | null;
  doors?: Door[];
  nextRouteOn: string | null;
  takesCards?: boolean;
}

export interface Undoable {
  id: string;
  kind: "deliver" | "fail";
  sequence: number;
}

function isOpen(row: StoredCommand): boolean {
  return row.state === "waiting" || row.state === "sending";
}

export class Day {
  session = $state.raw<Session | null>(null);
  needsSignIn = $state(false);
  /** The phone's own memory was read. */
  started = $state(false);
  /** The server was asked once. */
  loaded = $state(false);
  /** The last call got through. */
  reached = $state(navigator.onLine);
  nextRouteOn = $state.raw<string | null>(null);
  /** What is due may be paid by card. */
  takesCards = $state(false);
  undoable = $state.raw<Undoable | null>(null);
  storageLow = $state(false);
  /** Why the one-time link did not work. */
  linkProblem = $state.raw<Problem | null>(null);
  now = $state(0);
  rows = $state.raw<StoredCommand[]>([]);
  readonly watch: PositionWatch;

  #snapshot = $state.raw<LiveRoute | null>(null);
  #doors = $state.raw<readonly Door[]>([]);
  route: DriverRoute | null = $derived(project(this.#snapshot, this.rows));
  next = $derived(this.route === null ? undefined : nextStop(this.route));
  mine = $derived(this.rows.filter((row) => row.owner === this.session?.actor.id));
  /** Left on this phone by somebody else. */
  others = $derived(
    this.rows.filter((row) => row.owner !== this.session?.actor.id && row.state !== "applied"),
  );
  unsent = $derived(this.mine.filter(isOpen));
  /** Everybody's on this phone. */
  allUnsent = $derived(this.rows.filter(isOpen));
  shelf = $derived(this.mine.filter((row) => row.state === "refused"));

  readonly #phone: Phone;
  readonly #loop: SyncLoop;
  #refreshing: Promise<void> | undefined;
  #stopLive = (): void => undefined;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(phone: Phone) {
    this.#phone = phone;
    this.watch = new PositionWatch(phone, () => this.#owner(), () => void this.#loop.flush());
    this.#loop = new SyncLoop({
      outbox: phone.outbox,
      sender: phone.sender,
      positions: phone.positionSender,
      owner: () => this.#owner(),
      onEnd: (end) => this.#sent(end),
    });
  }

  /** What is to be known and asked at a stop's door. */
  doorOf(stopId: string): Door | undefined {
    return this.#doors.find((one) => one.stop_id === stopId);
  }

  /** Show what the phone has kept at once, then ask the server. */
  async start(code: string | null): Promise<void> {
    const { kept, outbox, clock } = this.#phone;
    this.session = (await kept.get<Session>("session")) ?? null;
    this.#show(await kept.get<KeptRoute>("route"));
    outbox.onChange(() => void this.#list());
    await this.#list();
    this.now = clock.nowMs();
    setInterval(() => (this.now = clock.nowMs()), TICK_MS);
    document.addEventListener("visibilitychange", () => {
      // A phone in a pocket may never run again: what could still be undone goes out now.
      if (document.hidden) this.#endUndo();
      else void this.refresh();
    });
    addEventListener("online", () => void this.refresh());
    addEventListener("offline", () => (this.reached = false));
    if (code === null) this.started = true;
    else {
      await this.signIn(code).catch((error: unknown) => (this.linkProblem = asProblem(error)));
      this.started = true;
    }
    if (this.session !== null) this.#follow();
    this.#loop.start(window, document);
    await this.refresh();
    this.loaded = true;
  }

  async signIn(code: string): Promise<void> {
    const session = await api.driver.signIn(code.replace(/[^0-9a-z]/gi, "").toUpperCase());
    await this.#phone.kept.set("session", session);
    if (session.actor.id !== this.session?.actor.id) this.#snapshot = null;
    this.session = session;
    this.linkProblem = null;
    this.needsSignIn = false;
    // Without it the first report tries again.
    void this.#phone.sender.prepare(session.actor.id).catch(() => undefined);
    this.#follow();
    this.#loop.wake();
    await this.refresh();
  }

  /** What was not sent stays on the phone under the driver's name. */
  async signOut(): Promise<void> {
    await api.driver.signOut().catch(() => undefined);
    this.#stopLive();
    await this.#phone.kept.delete("session");
    await this.#phone.kept.delete("route");
    this.session = null;
    this.#snapshot = null;
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Save what the driver did. It is on disk when this returns. */
  async did(deed: Deed, files: readonly NewFile[] = []): Promise<void> {
    const owner = this.#owner();
    if (owner === undefined || this.route === null) return;
    this.#endUndo();
    const command = toCommand(deed, this.route.id, this.#phone.clock, this.watch.last);
    const undoable = deed.kind === "deliver" || deed.kind === "fail";
    await this.#phone.outbox.add(owner, command, files, undoable);
    if (deed.kind === "deliver" || deed.kind === "fail") {
      const sequence = this.route.stops.find((stop) => stop.id === deed.stop_id)?.sequence ?? 0;
      this.undoable = { id: command.id, kind: deed.kind, sequence };
      this.#undoTimer = setTimeout(() => this.#endUndo(), UNDO_MS);
    }
    this.#followRoute();
  }

  async undo(): Promise<void> {
    const { undoable } = this;
    if (undoable === null) return;
    clearTimeout(this.#undoTimer);
    this.undoable = null;
    await this.#phone.outbox.undo(undoable.id);
  }

  /** Give the office everything on this phone whose driver's sign-in is over. */
  async handOver(): Promise<FlushEnd> {
    this.#endUndo();
    let end: FlushEnd = { kind: "empty" };
    for (const owner of new Set(this.rows.filter(isOpen).map((row) => row.owner))) {
      const one = await this.#phone.sender.handOver(owner);
      if (one.kind !== "empty") end = one;
    }
    await this.#list();
    return end;
  }

  async retry(id: string): Promise<void> {
    await this.#phone.outbox.retry(id);
    this.#loop.wake();
  }

  dismiss(id: string): Promise<void> {
    return this.#phone.outbox.dismiss(id);
  }

  async checkStorage(): Promise<void> {
    this.storageLow = !(await checkStorage()).enough;
  }

  kept<T>(key: string): Promise<T | undefined> {
    return this.#phone.kept.get<T>(key);
  }

  keep(key: string, value: unknown): Promise<void> {
    return this.#phone.kept.set(key, value);
  }

  #owner(): string | undefined {
    return this.session?.actor.id;
  }

  #endUndo(): void {
    clearTimeout(this.#undoTimer);
    this.undoable = null;
    this.#phone.outbox.release();
  }

  async #list(): Promise<void> {
    this.rows = await this.#phone.outbox.list();
    this.#followRoute();
  }

  #followRoute(): void {
    this.watch.follow(this.route?.status === "started");
  }

  #show(kept: KeptRoute | undefined): void {
    if (kept === undefined || kept.owner !== this.#owner()) return;
    this.#snapshot = kept.route;
    this.#doors = kept.doors ?? [];
    this.nextRouteOn = kept.nextRouteOn;
    this.takesCards = kept.takesCards ?? false;
    this.#followRoute();
  }

  async #refresh(): Promise<void> {
    const owner = this.#owner();
    if (owner === undefined) return;
    // Only what was applied before we ask is sure to be in the answer.
    const applied = (await this.#phone.outbox.list()).filter((row) => row.state === "applied");
    try {
      const reading = await api.clock();
      await this.#phone.kept.set("clock", this.#phone.clock.set(reading.now_at, reading.speed));
      this.now = this.#phone.clock.nowMs();
      const answer = await api.driver.route();
      const kept = { owner, route: answer.route, doors: answer.doors, nextRouteOn: answer.next_route_on, takesCards: answer.takes_cards };
      await this.#phone.kept.set("route", kept);
      this.#show(kept);
      this.reached = true;
      this.needsSignIn = false;
      await this.#phone.outbox.forgetApplied(applied.map((row) => row.command.id));
    } catch (error) {
      this.#missed(asProblem(error));
    }
  }

  #missed(problem: Problem): void {
    if (problem.status === 401) this.needsSignIn = true;
    if (problem.code === UNREACHABLE) this.reached = false;
  }

  #sent(end: FlushEnd): void {
    if (end.kind === "signed_out") this.needsSignIn = true;
    if (end.kind === "later") this.reached = end.reached;
    if (end.kind === "empty" && this.rows.some((row) => row.state === "applied")) void this.refresh();
  }

  #follow(): void {
    this.#stopLive();
    this.#stopLive = followLive({
      path: "/driver/live",
      onEvent: (event) => {
        if (event.kind !== "position.updated") void this.refresh();
      },
      onConnection: (connected, wasInterrupted) => {
        if (connected && wasInterrupted) this.#loop.wake();
        if (connected) void this.refresh();
      },
    });
  }
}
