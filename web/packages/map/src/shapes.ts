/** What is different on the roads, and what is being drawn: sources and layers of both. */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Overlay, Sketch } from "./model.ts";

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

export function shapeFeatures(overlay: Overlay): FeatureCollection {
  const features = overlay.shapes.map(({ id, kind, title, faint, geometry }): Feature => ({
    type: "Feature",
    properties: { id, kind, title, faint, selected: overlay.selectedShape === id },
    geometry: geometry as unknown as Geometry,
  }));
  return { type: "FeatureCollection", features };
}

export function sketchFeatures(sketch: Sketch | null): FeatureCollection {
  if (!sketch) return EMPTY;
  const { points, area, meant } = sketch;
  const features: Feature[] = points.map((point, index) => ({
    type: "Feature",
    properties: { part: "point", last: index === points.length - 1 },
    geometry: { type: "Point", coordinates: point },
  }));
  const first = points[0];
  if (area && first && points.length > 2) {
    features.unshift({ type: "Feature", properties: { part: "area" }, geometry: { type: "Polygon", coordinates: [[...points, first]] } });
  }
  if (points.length > 1) {
    const line = area && first && points.length > 2 ? [...points, first] : points;
    features.unshift({ type: "Feature", properties: { part: "line" }, geometry: { type: "LineString", coordinates: line } });
  }
  if (meant) features.unshift({ type: "Feature", properties: { part: "meant" }, geometry: meant as unknown as Geometry });
  return { type: "FeatureCollection", features };
}

export function shapeSources(overlay: Overlay): Record<string, SourceSpecification> {
  return {
    shapes: { type: "geojson", data: shapeFeatures(overlay) },
    sketch: { type: "geojson", data: sketchFeatures(overlay.sketch) },
  };
}

/** Closures in red, what is slow in amber; what is not in force now is faint. */
export function shapeLayers(theme: "light" | "dark"): LayerSpecification[] {
  const paper = theme === "dark" ? "#1c1f29" : "#ffffff";
  const bad = theme === "dark" ? "#f0564d" : "#cf2f2a";
  const slow = theme === "dark" ? "#f5a524" : "#d97706";
  const tint: ExpressionSpecification = ["match", ["get", "kind"], "closed", bad, slow];
  const faintOr = (value: number): ExpressionSpecification => [
    "case", ["==", ["get", "selected"], true], Math.min(1, value * 1.6), ["==", ["get", "faint"], true], value * 0.45, value,
  ];
  const part = (name: string): ExpressionSpecification => ["==", ["get", "part"], name];
  const isArea: ExpressionSpecification = ["==", ["geometry-type"], "Polygon"];
  const width: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 11, 3, 16, 7];
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "shape-area", type: "fill", source: "shapes", filter: isArea,
      paint: { "fill-color": tint, "fill-opacity": faintOr(0.2) },
    },
    {
      id: "shape-casing", type: "line", source: "shapes", layout: round,
      paint: { "line-color": paper, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 5, 16, 11], "line-opacity": faintOr(0.6) },
    },
    {
      id: "shape-line", type: "line", source: "shapes",
      paint: { "line-color": tint, "line-width": width, "line-opacity": faintOr(0.62), "line-dasharray": [1.6, 0.8] },
    },
    {
      id: "sketch-area", type: "fill", source: "sketch", filter: part("area"),
      paint: { "fill-color": bad, "fill-opacity": 0.14 },
    },
    {
      id: "sketch-meant", type: "line", source: "sketch", filter: part("meant"),
      paint: { "line-color": bad, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 4, 16, 12], "line-opacity": 0.45 },
    },
    {
      id: "sketch-line", type: "line", source: "sketch", filter: part("line"), layout: round,
      paint: { "line-color": bad, "line-width": 2.5, "line-dasharray": [2, 1.5] },
    },
    {
      id: "sketch-point", type: "circle", source: "sketch", filter: part("point"),
      paint: {
        "circle-radius": ["case", ["==", ["get", "last"], true], 7, 5], "circle-color": paper,
        "circle-stroke-color": bad, "circle-stroke-width": 2.5,
      },
    },
  ];
}
