export { default as DoorstepMap } from "./DoorstepMap.svelte";
export { boundsOf, cornersOf, decodePolyline, type Bounds, type LatLon } from "./geometry.ts";
export type { MapDriver, MapLine, MapPlace, MapStop, StopState } from "./model.ts";
