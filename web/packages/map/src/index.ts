export { default as DoorstepMap } from "./DoorstepMap.svelte";
export { boundsOf, cornersOf, decodePolyline, type Bounds, type LatLon } from "./geometry.ts";
export type { Drawing, MapDriver, MapLine, MapPlace, MapReach, MapShape, MapStop, Sketch, StopState } from "./model.ts";
