import { layers, namedFlavor, type Flavor } from "@protomaps/basemaps";
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { MapInfo } from "@doorstep/api-client";
import { overlayLayers, overlaySources } from "./overlay.ts";
import type { Overlay } from "./model.ts";

export type Theme = "light" | "dark";

// Rendered by the browser itself: without a glyphs address MapLibre asks no font server.
const FONT = { regular: "Inter Variable", bold: "Inter Variable", italic: "Inter Variable" };

// A quiet ground, so that routes and stops are what the eye finds first.
const LIGHT: Partial<Flavor> = {
  background: "#e9ebec",
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
  background: "#15171f",
  earth: "#1b1e27",
  water: "#10202e",
  park_a: "#1b2623",
  park_b: "#1b2824",
  wood_a: "#1a2622",
  wood_b: "#1b2824",
  scrub_a: "#1b2623",
  scrub_b: "#1b2723",
  pedestrian: "#20232c",
  buildings: "#232631",
  major: "#363b4a",
  highway: "#3d4354",
  minor_a: "#2c303c",
  minor_b: "#2a2e39",
  link: "#2f3441",
  roads_label_minor: "#8a8f9f",
  roads_label_minor_halo: "#1b1e27",
  roads_label_major: "#9da2b2",
  roads_label_major_halo: "#1b1e27",
  subplace_label: "#9297a8",
  subplace_label_halo: "#1b1e27",
  city_label: "#c2c6d3",
  city_label_halo: "#1b1e27",
};

/** The whole style: the city, then routes under the labels, then stops over everything. */
export function styleFor(info: MapInfo, theme: Theme, lang: string, overlay: Overlay): StyleSpecification {
  const flavor: Flavor = { ...namedFlavor(theme), ...(theme === "dark" ? DARK : LIGHT), ...FONT };
  const city = layers("city", flavor, { lang }).filter(drawable).map(tidy);
  const firstLabel = city.findIndex((layer) => layer.type === "symbol");
  const split = firstLabel < 0 ? city.length : firstLabel;
  const { lines, stops } = overlayLayers(theme);
  return {
    version: 8,
    sources: {
      city: {
        type: "vector",
        url: `pmtiles://${new URL(info.tiles_url, location.href).href}`,
        attribution: attribution(info),
      },
      ...overlaySources(overlay),
    },
    layers: [...city.slice(0, split), ...lines, ...city.slice(split), ...stops],
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
