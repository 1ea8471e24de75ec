import type { Map as GlMap, Marker } from "maplibre-gl";
import type * as Engine from "./engine.ts";
import { turn } from "./geometry.ts";
import type { MapDriver, MapPlace } from "./model.ts";

// A little longer than the usual gap between two positions, so that the marker glides, not hops.
const GLIDE_MS = 1100;
// A jump this far is a correction, not driving.
const JUMP_DEGREES = 0.02;

interface Moving {
  marker: Marker;
  arrow: HTMLElement;
  from: MapDriver;
  to: MapDriver;
  heading: number;
  since: number;
}

/** Driver markers that glide from one position to the next. */
export class DriverMarkers {
  readonly #map: GlMap;
  readonly #engine: typeof Engine;
  readonly #moving = new Map<string, Moving>();
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #frame = 0;

  constructor(map: GlMap, engine: typeof Engine) {
    this.#map = map;
    this.#engine = engine;
  }

  show(drivers: MapDriver[], onpick: (id: string) => void): void {
    const wanted = new Set(drivers.map((driver) => driver.id));
    for (const [id, moving] of this.#moving) {
      if (wanted.has(id)) continue;
      moving.marker.remove();
      this.#moving.delete(id);
    }
    for (const driver of drivers) this.#place(driver, onpick);
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#step);
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    for (const moving of this.#moving.values()) moving.marker.remove();
    this.#moving.clear();
  }

  #place(driver: MapDriver, onpick: (id: string) => void): void {
    const known = this.#moving.get(driver.id);
    if (!known) {
      this.#moving.set(driver.id, this.#create(driver, onpick));
      return;
    }
    if (known.to.lat === driver.lat && known.to.lon === driver.lon && known.to.heading_deg === driver.heading_deg) return;
    const { lng, lat } = known.marker.getLngLat();
    const far = Math.abs(driver.lat - lat) + Math.abs(driver.lon - lng) > JUMP_DEGREES;
    known.from = far || this.#still.matches ? driver : { ...driver, lat, lon: lng };
    known.to = driver;
    known.since = performance.now();
  }

  #create(driver: MapDriver, onpick: (id: string) => void): Moving {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "doorstep-driver";
    element.title = driver.name;
    element.setAttribute("aria-label", driver.name);
    element.style.setProperty("--tint", driver.color);
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      onpick(driver.id);
    });
    const arrow = document.createElement("span");
    arrow.className = "doorstep-arrow";
    element.append(arrow);
    const marker = new this.#engine.Marker({ element }).setLngLat([driver.lon, driver.lat]).addTo(this.#map);
    return { marker, arrow, from: driver, to: driver, heading: driver.heading_deg ?? 0, since: 0 };
  }

  readonly #step = (now: number): void => {
    let busy = false;
    for (const moving of this.#moving.values()) {
      const share = Math.min(1, (now - moving.since) / GLIDE_MS);
      const { from, to } = moving;
      moving.marker.setLngLat([from.lon + (to.lon - from.lon) * share, from.lat + (to.lat - from.lat) * share]);
      if (to.heading_deg !== null) {
        moving.heading += turn(moving.heading, to.heading_deg) * Math.min(1, share * 2);
        moving.arrow.style.transform = `rotate(${moving.heading}deg)`;
      }
      moving.arrow.hidden = to.heading_deg === null;
      busy ||= share < 1;
    }
    this.#frame = busy ? requestAnimationFrame(this.#step) : 0;
  };
}

/** Depots and the recipient's home. */
export class PlaceMarkers {
  readonly #map: GlMap;
  readonly #engine: typeof Engine;
  #markers: Marker[] = [];
  #key = "";

  constructor(map: GlMap, engine: typeof Engine) {
    this.#map = map;
    this.#engine = engine;
  }

  show(places: MapPlace[]): void {
    const key = JSON.stringify(places);
    if (key === this.#key) return;
    this.#key = key;
    this.remove();
    this.#markers = places.map((place) => {
      const element = document.createElement("div");
      element.className = `doorstep-place ${place.kind}`;
      element.title = place.name;
      element.setAttribute("role", "img");
      element.setAttribute("aria-label", place.name);
      return new this.#engine.Marker({ element }).setLngLat([place.lon, place.lat]).addTo(this.#map);
    });
  }

  remove(): void {
    for (const marker of this.#markers) marker.remove();
    this.#markers = [];
  }
}
