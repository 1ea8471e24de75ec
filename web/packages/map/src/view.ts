import type { GeoJSONSource, Map as GlMap, MapMouseEvent, StyleSpecification, ErrorEvent } from "maplibre-gl";
import type { MapInfo } from "@doorstep/api-client";
import type * as Engine from "./engine.ts";
import type { Bounds } from "./geometry.ts";
import { DriverMarkers, PlaceMarkers } from "./markers.ts";
import type { MapDriver, MapPlace, Overlay } from "./model.ts";
import { lineFeatures, stopFeatures } from "./overlay.ts";
import { reachFeatures } from "./reach.ts";
import { shapeFeatures, sketchFeatures } from "./shapes.ts";
import type { Theme } from "./style.ts";

export interface Picks {
  onstop: (id: string) => void;
  onroute: (id: string) => void;
  onshape: (id: string) => void;
  /** A point was drawn. */
  onpoint: (lon: number, lat: number) => void;
  onground: (lat: number, lon: number) => void;
}

/** Pixels at the edges that something else lies over. */
export interface Covered {
  left: number;
  bottom: number;
}

const EDGE_PX = 24;
// Fingers are wider than circles.
const REACH_PX = 7;
const MOST_FITTED_ZOOM = 15.5;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
// Nobody waits longer than this for the ground before routes and stops are shown.
const PATIENCE_MS = 3_000;

/** One map on one element: everything that talks to MapLibre. */
export class MapView {
  readonly #engine: typeof Engine;
  readonly #info: MapInfo;
  readonly #lang: string;
  readonly #map: GlMap;
  readonly #drivers: DriverMarkers;
  readonly #places: PlaceMarkers;
  #overlay: Overlay;
  #theme: Theme;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  #drawing = false;
  // Kept until a person moves the map, so that a new size shows the same place.
  #fitted: { bounds: Bounds; padding: number } | null = null;

  constructor(
    engine: typeof Engine, container: HTMLElement, info: MapInfo, theme: Theme, lang: string,
    overlay: Overlay, interactive: boolean,
  ) {
    this.#engine = engine;
    this.#info = info;
    this.#lang = lang;
    this.#overlay = overlay;
    this.#theme = theme;
    const [west, south, east, north] = info.bounds;
    this.#map = new engine.Map({
      container,
      style: engine.styleFor(info, theme, lang, overlay),
      bounds: info.bounds,
      // A little room around the city, and no way to get lost in the empty world beyond.
      maxBounds: [west - 0.15, south - 0.08, east + 0.15, north + 0.08],
      minZoom: 9,
      maxZoom: 18.5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      interactive,
    });
    this.#map.touchZoomRotate?.disableRotation();
    this.#map.addControl(new engine.AttributionControl({ compact: false }), "bottom-right");
    if (interactive) this.#map.addControl(new engine.NavigationControl({ showCompass: false }), "top-right");
    this.#map.on("movestart", (event) => {
      if (event.originalEvent) this.#fitted = null;
    });
    this.#map.on("resize", () => this.#refit());
    this.#map.on("error", (event: ErrorEvent & { sourceId?: string }) => {
      if (event.sourceId === "city") this.#tryTilesAgain();
      else console.error(event.error);
    });
    this.#map.on("sourcedata", ({ sourceId, tile }) => {
      if (sourceId === "city" && tile) this.#retryMs = FIRST_RETRY_MS;
    });
    this.#drivers = new DriverMarkers(this.#map, engine);
    this.#places = new PlaceMarkers(this.#map, engine);
  }

  listen(picks: Picks): void {
    const popup = new this.#engine.Popup({
      closeButton: false, closeOnClick: false, offset: 14, className: "doorstep-tip", focusAfterOpen: false,
    });
    this.#map.on("click", (event) => {
      if (this.#drawing) {
        picks.onpoint(event.lngLat.lng, event.lngLat.lat);
        return;
      }
      const hit = this.#hit(event);
      if (hit?.stop) picks.onstop(hit.stop);
      else if (hit?.route) picks.onroute(hit.route);
      else if (hit?.shape) picks.onshape(hit.shape);
      else picks.onground(event.lngLat.lat, event.lngLat.lng);
    });
    this.#map.on("mousemove", (event) => {
      const hit = this.#drawing ? null : this.#hit(event);
      this.#map.getCanvas().style.cursor = this.#drawing ? "crosshair" : hit ? "pointer" : "";
      if (hit?.title) popup.setLngLat(hit.at ?? event.lngLat).setText(hit.title).addTo(this.#map);
      else popup.remove();
    });
    this.#map.on("mouseout", () => popup.remove());
    // The arrow keys move the map under its middle; Enter draws a point there.
    this.#map.getCanvas().addEventListener("keydown", (event) => {
      if (!this.#drawing || event.key !== "Enter") return;
      event.preventDefault();
      const { lng, lat } = this.#map.getCenter();
      picks.onpoint(lng, lat);
    });
  }

  /** Calls once when the city is drawn, or when that takes too long. */
  whenDrawn(drawn: () => void): void {
    const map = this.#map;
    const late = setTimeout(drawn, PATIENCE_MS);
    map.on("render", function look() {
      if (!map.getSource("city") || !map.isSourceLoaded("city")) return;
      map.off("render", look);
      clearTimeout(late);
      drawn();
    });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    // Only the colours differ: the tiles stay, so the map never goes blank.
    this.#map.setStyle(this.#style(), { diff: true });
  }

  setOverlay(overlay: Overlay): void {
    this.#overlay = overlay;
    this.#map.getSource<GeoJSONSource>("route-lines")?.setData(lineFeatures(overlay));
    this.#map.getSource<GeoJSONSource>("route-stops")?.setData(stopFeatures(overlay));
    this.#map.getSource<GeoJSONSource>("reach")?.setData(reachFeatures(overlay));
    this.#map.getSource<GeoJSONSource>("shapes")?.setData(shapeFeatures(overlay));
    this.#map.getSource<GeoJSONSource>("sketch")?.setData(sketchFeatures(overlay.sketch));
  }

  /** While on, clicks draw points instead of picking what lies there. */
  setDrawing(on: boolean): void {
    this.#drawing = on;
    this.#map.getCanvas().style.cursor = on ? "crosshair" : "";
    if (on) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  setDrivers(drivers: MapDriver[], onpick: (id: string) => void): void {
    this.#drivers.show(drivers, onpick);
  }

  setPlaces(places: MapPlace[]): void {
    this.#places.show(places);
  }

  fit(bounds: Bounds, padding: number): void {
    const first = this.#fitted === null;
    this.#fitted = { bounds, padding };
    const still = first || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map.fitBounds(bounds, { padding, maxZoom: MOST_FITTED_ZOOM, duration: still ? 0 : 600 });
  }

  /** Brings a point into the part of the view that nothing covers, moving only when it is not there. */
  reveal(lat: number, lon: number, covered: Covered): void {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const { x, y } = this.#map.project([lon, lat]);
    const across = x > covered.left + EDGE_PX && x < clientWidth - EDGE_PX;
    const down = y > EDGE_PX && y < clientHeight - covered.bottom - EDGE_PX;
    if (across && down && this.#map.getZoom() >= 12.5) return;
    this.#fitted = null;
    const offset: [number, number] = [covered.left / 2, -covered.bottom / 2];
    this.#map.easeTo({ center: [lon, lat], zoom: Math.max(this.#map.getZoom(), 14), offset });
  }

  remove(): void {
    clearTimeout(this.#retry);
    this.#drivers.remove();
    this.#places.remove();
    this.#map.remove();
  }

  #style(): StyleSpecification {
    return this.#engine.styleFor(this.#info, this.#theme, this.#lang, this.#overlay);
  }

  /** After a network or a server that was away, the ground comes by itself. */
  #tryTilesAgain(): void {
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#engine.forgetTiles();
      this.#map.setStyle(this.#style(), { diff: false });
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #refit(): void {
    if (!this.#fitted) return;
    const { bounds, padding } = this.#fitted;
    this.#map.fitBounds(bounds, { padding, maxZoom: MOST_FITTED_ZOOM, duration: 0 });
  }

  #hit(event: MapMouseEvent): { stop?: string; route?: string; shape?: string; title?: string; at?: [number, number] } | null {
    if (!this.#map.getLayer("stop-circle")) return null;
    const { x, y } = event.point;
    const box: [[number, number], [number, number]] = [[x - REACH_PX, y - REACH_PX], [x + REACH_PX, y + REACH_PX]];
    const stop = this.#map.queryRenderedFeatures(box, { layers: ["stop-circle"] })[0];
    if (stop && stop.geometry.type === "Point") {
      const [lon = 0, lat = 0] = stop.geometry.coordinates;
      return { stop: String(stop.properties["id"]), title: String(stop.properties["title"]), at: [lon, lat] };
    }
    const line = this.#map.queryRenderedFeatures(box, { layers: ["route-line"] })[0];
    if (line) return { route: String(line.properties["route"]) };
    const shape = this.#map.queryRenderedFeatures(box, { layers: ["shape-line", "shape-area"] })[0];
    return shape ? { shape: String(shape.properties["id"]), title: String(shape.properties["title"]) } : null;
  }
}
