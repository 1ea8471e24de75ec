import { api, asProblem, type Depot, type Problem } from "@doorstep/api-client";
import type { MapReach } from "@doorstep/map";
import { app } from "../../lib/app.svelte.ts";
import { t } from "../../strings/index.ts";
import { fromField } from "./times.ts";

/** Choices of minutes, as a person picks them. */
export const BANDS: Record<string, number[]> = { "2": [2, 4, 6], "5": [5, 10, 15], "10": [10, 20, 30], "20": [20, 40, 60] };

/** The way from the depot to an address. */
export interface Way {
  label: string;
  minutes: number;
  distance_m: number;
  geometry: string;
  told: string[];
}

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

  /** Where to, as somebody typed it, and the way there once it was looked up. */
  to = $state("");
  way: Way | null = $state.raw(null);
  noWay: string | null = $state(null);

  readonly depot = $derived(this.depots.find((one) => one.id === this.depotId) ?? null);
  #asked = 0;
  #found = 0;

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
    this.way = null;
    this.noWay = null;
  }

  /** Looks the address up and asks for the way there; an address nobody is sure of is said. */
  async find(): Promise<void> {
    const { depot } = this;
    const text = this.to.trim();
    this.way = null;
    this.noWay = null;
    if (!depot || !this.profile || text.length < 2) return;
    const asked = ++this.#found;
    try {
      const [place] = (await api.addresses.find(text)).items;
      if (asked !== this.#found) return;
      if (!place) {
        this.noWay = t.roads.noAddress;
        return;
      }
      const found = await api.roads.route([depot, place].map(({ lat, lon }) => ({ lat, lon })), this.profile, fromField(this.departs, app.place.timezone));
      const [leg] = found.legs;
      if (asked !== this.#found || !leg || typeof leg.geometry !== "string") return;
      this.way = {
        label: place.label,
        minutes: Math.max(1, Math.round(found.duration_s / 60)),
        distance_m: found.distance_m,
        geometry: leg.geometry,
        told: leg.instructions.map((one) => one.text),
      };
    } catch (error) {
      if (asked === this.#found) this.noWay = asProblem(error).detail;
    }
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
