import { api, asProblem, type Depot, type Problem } from "@doorstep/api-client";
import type { MapReach } from "@doorstep/map";
import { app } from "../../lib/app.svelte.ts";
import { t } from "../../strings/index.ts";
import { fromField } from "./times.ts";

/** Choices of minutes, as a person picks them. */
export const BANDS: Record<string, number[]> = { "2": [2, 4, 6], "5": [5, 10, 15], "10": [10, 20, 30], "20": [20, 40, 60] };

/** How far one gets from a depot, while somebody looks at it. */
export class Reach {
  depots: Depot[] = $state.raw([]);
  depotId = $state("");
  profile = $state("");
  band = $state("5");
  /** As its field has it, in the company's time zone; empty: now, without peak hours. */
  departs = $state("");
  shown = $state(false);
  busy = $state(false);
  problem: Problem | null = $state.raw(null);
  areas: MapReach[] = $state.raw([]);

  readonly depot = $derived(this.depots.find((one) => one.id === this.depotId) ?? null);
  #asked = 0;

  async load(): Promise<void> {
    try {
      this.depots = (await api.fleet.depots()).items;
      this.depotId ||= this.depots[0]?.id ?? "";
    } catch (error) {
      this.problem = asProblem(error);
      if (this.problem.status === 401) app.fail(error);
    }
  }

  hide(): void {
    this.#asked += 1;
    this.shown = false;
    this.busy = false;
    this.areas = [];
    this.problem = null;
  }

  /** Asks again, after a choice or a change of the roads; an older answer that comes late is dropped. */
  async show(): Promise<void> {
    const { depot } = this;
    if (!depot || !this.profile) return;
    const asked = ++this.#asked;
    this.shown = true;
    this.busy = true;
    this.problem = null;
    try {
      const { features } = await api.roads.isochrones(
        depot, this.profile, BANDS[this.band] ?? [5], fromField(this.departs, app.place.timezone),
      );
      if (asked !== this.#asked) return;
      this.areas = features.map(({ properties, geometry }) => ({
        minutes: properties.minutes,
        label: t.roads.minutes(properties.minutes),
        geometry,
      }));
    } catch (error) {
      if (asked !== this.#asked) return;
      this.areas = [];
      this.problem = asProblem(error);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}
