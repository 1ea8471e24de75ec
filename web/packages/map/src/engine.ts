/** MapLibre and its style: one large chunk, loaded only when a map is shown. */
import "maplibre-gl/dist/maplibre-gl.css";
import { addProtocol, setWorkerUrl } from "maplibre-gl";
// The bundler must see the worker as a worker, or its own imports break.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Protocol } from "pmtiles";

setWorkerUrl(workerUrl);
addProtocol("pmtiles", new Protocol().tile);

export { AttributionControl, Map, Marker, NavigationControl, Popup } from "maplibre-gl";
export { styleFor } from "./style.ts";
