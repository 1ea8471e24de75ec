import { api, asProblem, type Disruption, type DisruptionBody, type DisruptionKind, type DisruptionPreview, type Problem } from "@doorstep/api-client";
import type { Drawing, Sketch } from "@doorstep/map";
import { toast } from "@doorstep/ui";
import { app } from "../../lib/app.svelte.ts";
import { soon } from "../../lib/soon.ts";
import { t } from "../../strings/index.ts";
import { bodyOf } from "./model.ts";

export type Tool = "line" | "area" | "street";

/** All disruptions, and the one that is being drawn. */
export class Roads {
  items: Disruption[] = $state.raw([]);
  profiles: string[] = $state.raw([]);
  loading = $state(true);
  problem: Problem | null = $state.raw(null);
  selected: string | null = $state(null);
  busy = $state(false);

  drawing = $state(false);
  tool: Tool = $state("line");
  kind: DisruptionKind = $state("closure");
  points: [number, number][] = $state.raw([]);
  street: Drawing | null = $state.raw(null);
  preview: DisruptionPreview | null = $state.raw(null);

  /** What is drawn as GeoJSON, or null while it is too little. */
  readonly geometry = $derived.by((): Drawing | null => {
    if (this.tool === "street") return this.street;
    const first = this.points[0];
    if (this.tool === "area") {
      return first && this.points.length > 2 ? { type: "Polygon", coordinates: [[...this.points, first]] } : null;
    }
    return this.points.length > 1 ? { type: "LineString", coordinates: this.points } : null;
  });
  readonly sketch = $derived.by((): Sketch | null =>
    this.drawing ? { points: this.tool === "street" ? [] : this.points, area: this.tool === "area", meant: this.preview?.geometry ?? null } : null,
  );

  readonly #again = soon(() => this.#read().catch(() => undefined), 200);
  #asking: AbortController | null = null;

  async load(): Promise<void> {
    this.loading = true;
    this.problem = null;
    try {
      const [, vehicles] = await Promise.all([this.#read(), api.fleet.vehicles()]);
      this.profiles = [...new Set(vehicles.items.map((vehicle) => vehicle.profile))].sort();
    } catch (error) {
      this.problem = asProblem(error);
      if (this.problem.status === 401) app.fail(error);
    } finally {
      this.loading = false;
    }
  }

  follow(): () => void {
    const stops = [
      app.onReconnect(this.#again),
      app.onEvent((event) => {
        if (event.kind.startsWith("disruption.")) this.#again();
      }),
    ];
    return () => {
      this.#again.cancel();
      this.#asking?.abort();
      for (const stop of stops) stop();
    };
  }

  start(): void {
    this.drawing = true;
    this.selected = null;
    this.use("line");
  }

  stop(): void {
    this.drawing = false;
    this.use("line");
  }

  use(tool: Tool): void {
    this.tool = tool;
    this.#drawn([], null);
  }

  addPoint(lon: number, lat: number): void {
    // A second click of a double click adds nothing.
    const last = this.points.at(-1);
    if (this.tool === "street" || (last && last[0] === lon && last[1] === lat)) return;
    this.#drawn([...this.points, [lon, lat]], null);
  }

  undoPoint(): void {
    this.#drawn(this.points.slice(0, -1), null);
  }

  async pickStreet(name: string): Promise<void> {
    try {
      this.#drawn([], name ? (await api.streets.get(name)).geometry : null);
    } catch {
      this.#drawn([], null); // half a name is no street yet
    }
  }

  async save(body: DisruptionBody): Promise<boolean> {
    return this.#do(async () => {
      const made = await api.disruptions.create(body);
      this.stop();
      this.selected = made.id;
      const action = { label: t.app.undo, run: () => void this.#do(() => api.disruptions.delete(made.id)) };
      toast(t.roads.created(made.name), { tone: "good", action });
    });
  }

  async end(item: Disruption): Promise<void> {
    await this.#do(async () => {
      const ended = await api.disruptions.end(item.id);
      const run = (): void => void this.#do(async () => void (await api.disruptions.change(item.id, ended.version, bodyOf(item))));
      toast(t.roads.ended(item.name), { tone: "good", action: { label: t.app.undo, run } });
    });
  }

  async remove(item: Disruption): Promise<void> {
    await this.#do(async () => {
      await api.disruptions.delete(item.id);
      const run = (): void => void this.#do(async () => void (await api.disruptions.create(bodyOf(item))));
      toast(t.roads.removed(item.name), { tone: "good", action: { label: t.app.undo, run } });
    });
  }

  async importFile(file: File): Promise<void> {
    await this.#do(async () => {
      const { items } = await api.disruptions.importGeoJson(file);
      toast(t.roads.imported(items.length), { tone: "good" });
    });
  }

  #drawn(points: [number, number][], street: Drawing | null): void {
    this.points = points;
    this.street = street;
    this.ask();
  }

  /** Asks which streets the drawing means. */
  ask(): void {
    this.#asking?.abort();
    this.preview = null;
    const geometry = this.geometry;
    if (!this.drawing || !geometry) return;
    const asking = (this.#asking = new AbortController());
    api.disruptions.preview(geometry, this.kind, asking.signal).then(
      (found) => {
        if (this.#asking === asking) this.preview = found;
      },
      () => undefined, // saving says what is wrong with it
    );
  }

  async #read(): Promise<void> {
    this.items = (await api.disruptions.list()).items;
  }

  async #do(task: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      await task();
      await this.#read();
      return true;
    } catch (error) {
      app.fail(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
