/** How far one gets in some times: areas under the labels, the time on each outline. */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Overlay } from "./model.ts";

export function reachFeatures(overlay: Overlay): FeatureCollection {
  // The largest first, so that the smaller ones lie on it and the middle is the darkest.
  const areas = [...overlay.reach].sort((a, b) => b.minutes - a.minutes);
  return {
    type: "FeatureCollection",
    features: areas.map(({ minutes, label, geometry }): Feature => ({
      type: "Feature",
      properties: { minutes, label },
      geometry: geometry as unknown as Geometry,
    })),
  };
}

export function reachSources(overlay: Overlay): Record<string, SourceSpecification> {
  return { reach: { type: "geojson", data: reachFeatures(overlay) } };
}

/** Areas and outlines for under the labels, the times for over them. */
export function reachLayers(theme: "light" | "dark"): { areas: LayerSpecification[]; times: LayerSpecification[] } {
  const ink = theme === "dark" ? "#8fb1ff" : "#2454d6";
  const paper = theme === "dark" ? "#1c2029" : "#ffffff";
  const width: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 11, 1.4, 15, 2.4];
  return {
    areas: [
      { id: "reach-area", type: "fill", source: "reach", paint: { "fill-color": ink, "fill-opacity": theme === "dark" ? 0.16 : 0.12 } },
      { id: "reach-line", type: "line", source: "reach", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": width, "line-opacity": 0.85 } },
    ],
    times: [
      {
        id: "reach-time", type: "symbol", source: "reach",
        layout: {
          "symbol-placement": "line", "symbol-spacing": 320, "text-field": ["get", "label"], "text-font": ["Inter Variable"],
          "text-size": 12, "text-padding": 12,
        },
        paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 2 },
      },
    ],
  };
}
