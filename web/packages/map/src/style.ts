import { layers, namedFlavor, type Flavor } from "@protomaps/basemaps";
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { MapInfo } from "@doorstep/api-client";
import { overlayLayers, overlaySources } from "./overlay.ts";
import { reachLayers, reachSources } from "./reach.ts";
import { shapeLayers, shapeSources } from "./shapes.ts";
import type { Overlay } from "./model.ts";

export type Theme = "light" | "dark";

// Rendered by the browser itself: without a glyphs address MapLibre asks no font server.
const FONT = { regular: "Inter Variable", bold: "Inter Variable", italic: "Inter Variable" };

// A quiet ground, so that routes and stops are what the eye finds first.
const LIGHT: Partial<Flavor> = {
  background: "#f3f2ef",
  earth: "#f3f2ef",
  water: "#c9dbe6",
  park_a: "#dfe9d8",
  park_b: "#d5e3cc",
  wood_a: "#dbe6d5",
  wood_b: "#d0dfc9",
  scrub_a: "#e2eadb",
  scrub_b: "#dbe6d3",
  pedestrian: "#eceae4",
  buildings: "#e6e3dd",
  major: "#ffffff",
  highway: "#ffffff",
  minor_a: "#ffffff",
  minor_b: "#ffffff",
  link: "#ffffff",
  roads_label_minor: "#77777f",
  roads_label_major: "#66666f",
  subplace_label: "#6d6f7c",
  city_label: "#3c3f4c",
};

const DARK: Partial<Flavor> = {
  background: "#1c2029",
  earth: "#1c2029",
  water: "#142c42",
  park_a: "#1f3029",
  park_b: "#1f3029",
  wood_a: "#1d2d27",
  wood_b: "#1d2d27",
  scrub_a: "#1f2e29",
  scrub_b: "#1f2e29",
  pedestrian: "#252a35",
  buildings: "#2b303c",
  major: "#4a5165",
  highway: "#525a70",
  minor_a: "#3a404f",
  minor_b: "#3a404f",
  minor_service: "#323744",
  other: "#313643",
  link: "#444b5e",
  railway: "#3b4150",
  roads_label_minor: "#959bab",
  roads_label_minor_halo: "#1c2029",
  roads_label_major: "#a9afbf",
  roads_label_major_halo: "#1c2029",
  ocean_label: "#7f9cbd",
  subplace_label: "#9ba1b2",
  subplace_label_halo: "#1c2029",
  city_label: "#c9cdd9",
  city_label_halo: "#1c2029",
};

/** The whole style: the city, then routes under the labels, then stops over everything. */
export function styleFor(info: MapInfo, theme: Theme, lang: string, overlay: Overlay): StyleSpecification {
  const flavor: Flavor = { ...namedFlavor(theme), ...(theme === "dark" ? DARK : LIGHT), ...FONT };
  const city = layers("city", flavor, { lang }).filter(drawable).map(tidy);
  const firstLabel = city.findIndex((layer) => layer.type === "symbol");
  const split = firstLabel < 0 ? city.length : firstLabel;
  const { lines, stops } = overlayLayers(theme);
  const { areas, times } = reachLayers(theme);
  return {
    version: 8,
    sources: {
      city: {
        type: "vector",
        url: `pmtiles://${new URL(info.tiles_url, location.href).href}`,
        attribution: attribution(info),
      },
      ...overlaySources(overlay),
      ...reachSources(overlay),
      ...shapeSources(overlay),
    },
    layers: [...city.slice(0, split), ...areas, ...lines, ...city.slice(split), ...times, ...shapeLayers(theme), ...stops],
  };
}

/** Shields and points of interest are nothing without their sprites, which are not shipped. */
function drawable(layer: LayerSpecification): boolean {
  return layer.id !== "pois" && layer.id !== "roads_shields" && layer.id !== "roads_oneway";
}

function tidy(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== "symbol" || !layer.layout) return layer;
  const layout = { ...layer.layout };
  delete layout["icon-image"];
  const order = layout["symbol-sort-key"];
  // A feature without its sort key would make MapLibre warn once a tile.
  if (order !== undefined) layout["symbol-sort-key"] = ["coalesce", order as ExpressionSpecification, 0];
  return { ...layer, layout };
}

function attribution(info: MapInfo): string {
  const text = info.attribution || "© OpenStreetMap contributors";
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
