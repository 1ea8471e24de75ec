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

export interface Overlay {
  stops: MapStop[];
  lines: MapLine[];
  selectedStop: string | null;
  selectedRoute: string | null;
}
