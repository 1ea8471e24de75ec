import type { LatLon } from "./geometry.ts";

/** How a stop is drawn. Its colour is its route's; its state changes fill, ring or sign. */
export type StopState = "pending" | "planned" | "done" | "failed" | "late" | "unassigned";

export interface MapStop extends LatLon {
  id: string;
  route: string | null;
  /** The number in the circle, shown from a middle zoom on. */
  label: string;
  color: string;
  state: StopState;
  /** What the tooltip says. */
  title: string;
}

export interface MapLine {
  route: string;
  color: string;
  /** Polyline of precision 6. */
  geometry: string;
}

export interface MapPlace extends LatLon {
  id: string;
  kind: "depot" | "home";
  name: string;
}

export interface MapDriver extends LatLon {
  id: string;
  name: string;
  color: string;
  heading_deg: number | null;
}

/** A GeoJSON geometry, as the API gives it. */
export type Drawing = Record<string, unknown>;

/** A change of the roads for a time. */
export interface MapShape {
  id: string;
  kind: "closed" | "slow";
  /** What the tooltip says. */
  title: string;
  /** Not in force at the time that is looked at. */
  faint: boolean;
  geometry: Drawing;
}

/** The area within some minutes of a place. */
export interface MapReach {
  minutes: number;
  /** What stands on its outline. */
  label: string;
  geometry: Drawing;
}

/** What is being drawn, as [lon, lat], and the streets that it means. */
export interface Sketch {
  points: [number, number][];
  area: boolean;
  meant: Drawing | null;
}

export interface Overlay {
  stops: MapStop[];
  lines: MapLine[];
  shapes: MapShape[];
  reach: MapReach[];
  sketch: Sketch | null;
  selectedStop: string | null;
  selectedRoute: string | null;
  selectedShape: string | null;
}
