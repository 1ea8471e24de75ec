/** MapLibre and its style: one large chunk, loaded only when a map is shown. */
import "maplibre-gl/dist/maplibre-gl.css";
import { addProtocol, setWorkerUrl } from "maplibre-gl";
// The bundler must see the worker as a worker, or its own imports break.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Protocol } from "pmtiles";

setWorkerUrl(workerUrl);
const protocol = new Protocol();
addProtocol("pmtiles", protocol.tile);

/** Reads the city's file anew: its reader would remember a failed first read for ever. */
export function forgetTiles(): void {
  protocol.tiles.clear();
}

export { AttributionControl, Map, Marker, NavigationControl, Popup } from "maplibre-gl";
export { styleFor } from "./style.ts";
