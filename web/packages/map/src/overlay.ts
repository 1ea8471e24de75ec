import type {
  ExpressionSpecification, LayerSpecification, SourceSpecification, SymbolLayerSpecification,
} from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import { decodePolyline } from "./geometry.ts";
import type { MapStop, Overlay } from "./model.ts";

const decoded = new Map<string, [number, number][]>();

function lineOf(geometry: string): [number, number][] {
  let line = decoded.get(geometry);
  if (!line) {
    if (decoded.size > 500) decoded.clear();
    line = decodePolyline(geometry);
    decoded.set(geometry, line);
  }
  return line;
}

export function lineFeatures(overlay: Overlay): FeatureCollection {
  const features = overlay.lines.map((line): Feature => {
    const dimmed = overlay.selectedRoute !== null && overlay.selectedRoute !== line.route;
    return {
      type: "Feature",
      properties: { route: line.route, color: line.color, dimmed, selected: overlay.selectedRoute === line.route },
      geometry: { type: "LineString", coordinates: lineOf(line.geometry) },
    };
  });
  return { type: "FeatureCollection", features };
}

export function stopFeatures(overlay: Overlay): FeatureCollection {
  return { type: "FeatureCollection", features: overlay.stops.map((stop) => stopFeature(stop, overlay)) };
}

function stopFeature(stop: MapStop, overlay: Overlay): Feature {
  const selected = stop.id === overlay.selectedStop;
  const dimmed = overlay.selectedRoute !== null && stop.route !== overlay.selectedRoute && !selected;
  const { id, route, label, color, state, title } = stop;
  // What was chosen lies on top of the rest.
  const rank = selected ? 2 : overlay.selectedRoute !== null && route === overlay.selectedRoute ? 1 : 0;
  return {
    type: "Feature",
    properties: { id, route, label, color, state, title, selected, dimmed, rank },
    geometry: { type: "Point", coordinates: [stop.lon, stop.lat] },
  };
}

export function overlaySources(overlay: Overlay): Record<string, SourceSpecification> {
  return {
    "route-lines": { type: "geojson", data: lineFeatures(overlay) },
    "route-stops": { type: "geojson", data: stopFeatures(overlay) },
  };
}

const is = (name: string): ExpressionSpecification => ["==", ["get", name], true];
const stateIs = (state: string): ExpressionSpecification => ["==", ["get", "state"], state];

/** The layers of routes and stops; lines lie under the city's labels, stops over them. */
export function overlayLayers(theme: "light" | "dark"): { lines: LayerSpecification[]; stops: LayerSpecification[] } {
  const paper = theme === "dark" ? "#1c1f29" : "#ffffff";
  const bad = theme === "dark" ? "#f0564d" : "#cf2f2a";
  const warn = "#f59e0b";
  const round = { "line-cap": "round", "line-join": "round" } as const;
  const width = (thin: number, thick: number): ExpressionSpecification => [
    "interpolate", ["linear"], ["zoom"],
    11, ["case", is("selected"), thin * 1.5, thin],
    16, ["case", is("selected"), thick * 1.5, thick],
  ];
  const chosen: ExpressionSpecification = [">=", ["get", "rank"], 1];
  const loose: ExpressionSpecification = ["==", ["get", "route"], null];
  const radius = (selected: number, inRoute: number, plain: number): ExpressionSpecification => [
    "case", is("selected"), selected, chosen, inRoute, loose, Math.min(plain, 6), plain,
  ];
  const size: ExpressionSpecification = [
    "interpolate", ["linear"], ["zoom"], 11, radius(8, 5, 2.8), 13, radius(12, 8.5, 5), 14.5, radius(14, 10.5, 9.5), 17, radius(16, 13, 12.5),
  ];
  const label = (id: string, more: Partial<SymbolLayerSpecification>): LayerSpecification => ({
    id, type: "symbol", source: "route-stops", ...more,
    layout: {
      "text-field": ["case", stateIs("done"), "✓", stateIs("failed"), "×", ["get", "label"]],
      "text-font": ["Inter Variable"],
      "text-size": ["interpolate", ["linear"], ["zoom"], 13, 9.5, 14.5, 11, 17, 13],
      // Of circles that overlap, one shows its number; zooming in shows the others.
      "text-padding": 0,
      "symbol-sort-key": ["-", 0, ["get", "rank"]],
    },
    paint: {
      "text-color": ["case", stateIs("done"), ["get", "color"], stateIs("unassigned"), bad, "#ffffff"],
      "text-opacity": ["case", is("dimmed"), 0, 1],
    },
  });
  return {
    lines: [
      {
        id: "route-casing", type: "line", source: "route-lines", layout: round,
        paint: { "line-color": paper, "line-width": width(4, 9), "line-opacity": ["case", is("dimmed"), 0, 0.85] },
      },
      {
        id: "route-line", type: "line", source: "route-lines",
        layout: { ...round, "line-sort-key": ["case", is("selected"), 1, 0] },
        paint: {
          "line-color": ["get", "color"], "line-width": width(2.2, 5),
          "line-opacity": ["case", is("dimmed"), 0.18, is("selected"), 1, 0.8],
        },
      },
    ],
    stops: [
      {
        id: "stop-circle", type: "circle", source: "route-stops",
        layout: { "circle-sort-key": ["get", "rank"] },
        paint: {
          "circle-radius": size,
          "circle-color": [
            "case", stateIs("failed"), bad, stateIs("unassigned"), paper, stateIs("done"), paper, ["get", "color"],
          ],
          "circle-stroke-color": [
            "case",
            stateIs("late"), warn,
            stateIs("unassigned"), bad,
            stateIs("done"), ["get", "color"],
            paper,
          ],
          "circle-stroke-width": [
            "case", stateIs("late"), 3.5, stateIs("unassigned"), 2.5, stateIs("done"), 2, is("selected"), 3, 1.5,
          ],
          "circle-opacity": ["case", is("dimmed"), 0.25, 1],
          "circle-stroke-opacity": ["case", is("dimmed"), 0.25, 1],
        },
      },
      // Three hundred numbers at once say nothing: from afar only the chosen route has them.
      label("stop-label", { minzoom: 13.9, filter: ["<", ["get", "rank"], 1] }),
      label("stop-label-chosen", { minzoom: 12, filter: chosen }),
    ],
  };
}
