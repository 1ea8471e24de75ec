import {
  api, asProblem, type Depot, type ImportReport, type LiveEvent, type LiveRoute, type Plan, type Position, type Problem, type Shipment,
  type Vehicle,
} from "@doorstep/api-client";
import { toast } from "@doorstep/ui";
import { app } from "../../lib/app.svelte.ts";
import { soon } from "../../lib/soon.ts";
import { t } from "../../strings/index.ts";
import { draftRoute, findStop, neighbour, positionOf, type ShownRoute } from "./model.ts";

const RUNNING = new Set(["queued", "matrix", "solving"]);
const PAGE = 500;
// Enough for a large day; more would make neither map nor list clearer.
const MOST_SHIPMENTS = 5000;
const ETA_REFRESH_MS = 10_000;

/** One service date: its orders, its newest plan and its released routes, kept current. */
export class Day {
  readonly serviceOn: string;
  shipments: Shipment[] = $state.raw([]);
  total = $state(0);
  depots: Depot[] = $state.raw([]);
  vehicles: Vehicle[] = $state.raw([]);
  plan: Plan | null = $state.raw(null);
  live: LiveRoute[] = $state.raw([]);
  /** Where each route's driver is. Apart from the routes, for it changes every second and they do not. */
  positions: Record<string, Position> = $state.raw({});
  loading = $state(true);
  problem: Problem | null = $state.raw(null);
  busy: "import" | "plan" | "release" | "recall" | null = $state(null);
  /** The plan whose search was asked to end; the answer comes a moment later. */
  #stopping: string | null = $state(null);
  report: ImportReport | null = $state.raw(null);
  route: string | null = $state(null);
  stop: string | null = $state(null);

  readonly planning = $derived(this.plan !== null && RUNNING.has(this.plan.status));
  readonly stopping = $derived(this.plan !== null && this.#stopping === this.plan.id);
  readonly released = $derived(this.plan?.status === "released" || (this.live.length > 0 && this.plan?.status !== "ready"));
  readonly routes: ShownRoute[] = $derived(
    this.#inFleetOrder(this.released ? this.live : this.plan?.status === "ready" ? this.plan.routes.map(draftRoute) : []),
  );
  /** Only what is pending is planned: released orders are with their drivers already. */
  readonly pending = $derived(this.shipments.filter((shipment) => shipment.status === "pending").length);
  readonly unassigned = $derived(this.plan?.unassigned ?? []);
  readonly selected = $derived(findStop(this.routes, this.stop));
  readonly anyStarted = $derived(this.live.some((route) => route.status !== "released"));

  #closed = false;
  #poll: ReturnType<typeof setInterval> | undefined;
  #look: ReturnType<typeof setInterval> | undefined;
  readonly #readShipments = soon(() => this.#quietly(() => this.readShipments()), 600);
  readonly #readShipmentsSlowly = soon(() => this.#quietly(() => this.readShipments()), 5000);
  readonly #readPlan = soon(() => this.#quietly(() => this.readPlan()), 50);
  readonly #readRoutes = soon(() => this.#quietly(() => this.readRoutes()), 150);
  readonly #readRoutesSlowly = soon(() => this.#quietly(() => this.readRoutes()), 1000);

  constructor(serviceOn: string) {
    this.serviceOn = serviceOn;
  }

  async load(): Promise<void> {
    this.loading = true;
    this.problem = null;
    try {
      await Promise.all([this.readShipments(), this.readPlan(), this.readRoutes(), this.#readFleet()]);
    } catch (error) {
      this.problem = asProblem(error);
      if (this.problem.status === 401) app.fail(error);
    } finally {
      this.loading = false;
    }
  }

  /** Follows the stream until called again; polls a running plan, should the stream be down. */
  follow(): () => void {
    const stops = [app.onEvent((event) => this.#hear(event)), app.onReconnect(() => void (this.problem ? this.load() : this.#refresh()))];
    this.#poll = setInterval(() => {
      if (this.planning) this.#readPlan();
    }, 1000);
    // Predicted arrivals move while nothing happens, so time alone is a reason to look again.
    this.#look = setInterval(() => {
      if (this.anyStarted) this.#readRoutes();
    }, ETA_REFRESH_MS);
    return () => {
      this.#closed = true;
      clearInterval(this.#poll);
      clearInterval(this.#look);
      for (const task of [this.#readShipments, this.#readShipmentsSlowly, this.#readPlan, this.#readRoutes, this.#readRoutesSlowly]) task.cancel();
      for (const stop of stops) stop();
    };
  }

  async readShipments(): Promise<void> {
    const found: Shipment[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.shipments.list({ service_on: this.serviceOn, limit: PAGE, cursor });
      found.push(...page.items);
      cursor = page.next_cursor;
      this.total = page.total;
    } while (cursor && found.length < MOST_SHIPMENTS);
    if (!this.#closed) this.shipments = found;
  }

  async readPlan(): Promise<void> {
    const wasPlanning = this.planning;
    const { items } = await api.plans.list(this.serviceOn);
    const newest = items[0];
    const plan = newest ? await api.plans.get(newest.id) : null;
    if (this.#closed) return;
    this.plan = plan;
    if (!wasPlanning || this.planning) return;
    if (plan?.status === "ready") toast(t.planning.ready, { tone: "good" });
    await this.readShipments();
  }

  async readRoutes(): Promise<void> {
    const { items } = await api.routes.list(this.serviceOn);
    if (this.#closed) return;
    this.live = items;
    this.positions = Object.fromEntries(items.flatMap(({ id, position }) => (position ? [[id, position]] : [])));
  }

  async importFile(file: Blob): Promise<void> {
    await this.#do("import", async () => this.#imported(await api.shipments.importCsv(this.serviceOn, file)));
  }

  async loadDemo(count: number): Promise<void> {
    await this.#do("import", async () => this.#imported(await api.shipments.loadDemo(this.serviceOn, count)));
  }

  async startPlan(seconds: number, withTraffic: boolean): Promise<void> {
    await this.#do("plan", async () => {
      this.plan = await api.plans.start(this.serviceOn, seconds, withTraffic);
      this.select(null, null);
    });
  }

  async stopPlan(): Promise<void> {
    const { plan } = this;
    if (!plan || this.stopping) return;
    this.#stopping = plan.id;
    try {
      await api.plans.stop(plan.id);
    } catch (error) {
      this.#stopping = null;
      app.fail(error);
    }
  }

  async release(): Promise<void> {
    const { plan } = this;
    if (!plan) return;
    await this.#do("release", async () => {
      this.plan = await api.plans.release(plan.id);
      await Promise.all([this.readRoutes(), this.readShipments()]);
      const action = { label: t.app.undo, run: () => void this.recall() };
      toast(t.planning.released, { tone: "good", action });
    });
  }

  async recall(): Promise<void> {
    // A newer draft may exist beside the released plan.
    const id = this.live[0]?.plan_id ?? this.plan?.id;
    if (!id) return;
    await this.#do("recall", async () => {
      await api.plans.recall(id);
      await this.readPlan();
      this.live = [];
      this.select(null, null);
      await Promise.all([this.readRoutes(), this.readShipments()]);
      toast(t.planning.recalled, { tone: "good" });
    });
  }

  select(route: string | null, stop: string | null): void {
    this.route = route;
    this.stop = stop;
  }

  pickStop(id: string): void {
    const found = findStop(this.routes, id);
    this.select(found?.route.id ?? null, id);
  }

  pickRoute(id: string): void {
    this.select(this.route === id && !this.stop ? null : id, null);
  }

  step(step: 1 | -1): void {
    const next = this.stop ? neighbour(this.routes, this.stop, step) : null;
    if (next) this.pickStop(next);
  }

  shipmentOf(id: string): Shipment | null {
    return this.shipments.find((shipment) => shipment.id === id) ?? null;
  }

  /** The same order before and after a release. */
  #inFleetOrder(routes: ShownRoute[]): ShownRoute[] {
    const order = new Map(this.vehicles.map((vehicle, index) => [vehicle.id, index]));
    const rank = (route: ShownRoute): number => order.get(route.vehicle_id) ?? order.size;
    return [...routes].sort((one, other) => rank(one) - rank(other));
  }

  async #readFleet(): Promise<void> {
    const [depots, vehicles] = await Promise.all([api.fleet.depots(), api.fleet.vehicles()]);
    this.depots = depots.items;
    this.vehicles = vehicles.items;
  }

  async #imported(report: ImportReport): Promise<void> {
    // Said once the list shows it, so that nobody acts on what is still the old page.
    await this.#quietly(() => this.readShipments());
    // What needs reading gets a dialog; all went well, and a line says so.
    if (report.rejected.length > 0 || report.notices.length > 0) this.report = report;
    else toast(t.import.sum(report), { tone: "good" });
  }

  async #do(name: NonNullable<Day["busy"]>, task: () => Promise<void>): Promise<void> {
    this.busy = name;
    try {
      await task();
    } catch (error) {
      app.fail(error);
    } finally {
      this.busy = null;
    }
  }

  async #quietly(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch {
      // the banner says that the connection is lost; the next event or reconnect reads again
    }
  }

  async #refresh(): Promise<void> {
    await this.#quietly(async () => void (await Promise.all([this.readShipments(), this.readPlan(), this.readRoutes()])));
  }

  #hear(event: LiveEvent): void {
    const [subject] = event.kind.split(".");
    if (event.kind === "position.updated") this.#move(event);
    else if (subject === "shipments") this.#readShipments();
    else if (subject === "plan") {
      this.#readPlan();
      if (event.kind === "plan.progress") return;
      this.#readRoutes();
      this.#readShipments();
    } else if (subject === "route" || subject === "stop") {
      this.#readRoutes();
      // Many pages to read, and the routes show the news already.
      if (this.total > PAGE) this.#readShipmentsSlowly();
      else this.#readShipments();
    }
  }

  /** A position that says where it is needs no question back. */
  #move(event: LiveEvent): void {
    const position = positionOf(event);
    if (!position) this.#readRoutesSlowly();
    else this.positions = { ...this.positions, [event.subject_id]: position };
  }
}
