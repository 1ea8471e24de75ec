/** What the map shows of a day; pure. */
import type { Depot, Position, Shipment, Unassigned } from "@doorstep/api-client";
import { boundsOf, cornersOf, type Bounds, type MapDriver, type MapLine, type MapPlace, type MapStop, type StopState } from "@doorstep/map";
import { clockTime, type Place } from "@doorstep/words";
import { expectedAt, lateBy, type ShownRoute, type ShownStop } from "./model.ts";

const PENDING_COLOR = "#64708c";

function stateOf(stop: ShownStop): StopState {
  if (stop.status === "failed") return "failed";
  if (stop.status === "delivered") return "done";
  return lateBy(stop) > 0 ? "late" : "planned";
}

function routeStops(route: ShownRoute, place: Place): MapStop[] {
  return route.stops.map((stop) => ({
    id: stop.id,
    route: route.id,
    lat: stop.lat,
    lon: stop.lon,
    label: String(stop.sequence),
    color: route.color,
    state: stateOf(stop),
    title: `${clockTime(expectedAt(stop), place)} ${stop.recipient}\n${stop.address}`,
  }));
}

export function mapStops(
  routes: ShownRoute[], shipments: Shipment[], unassigned: Unassigned[], place: Place,
): MapStop[] {
  if (routes.length === 0) {
    return shipments.map(({ id, lat, lon, recipient, address }) => ({
      id, route: null, lat, lon, label: "", color: PENDING_COLOR, state: "pending", title: `${recipient.name}\n${address}`,
    }));
  }
  const left = unassigned.map(({ shipment_id, lat, lon, reference, address, sentence }): MapStop => ({
    id: shipment_id, route: null, lat, lon, label: "!", color: PENDING_COLOR, state: "unassigned",
    title: `${reference} ${address}\n${sentence}`,
  }));
  return [...routes.flatMap((route) => routeStops(route, place)), ...left];
}

export function mapLines(routes: ShownRoute[]): MapLine[] {
  return routes.map(({ id, color, geometry }) => ({ route: id, color, geometry }));
}

export function mapDrivers(routes: ShownRoute[], positions: Record<string, Position>): MapDriver[] {
  return routes.flatMap(({ id, vehicle, driver, color, status }) => {
    const position = positions[id];
    if (!position || status !== "started") return [];
    const { lat, lon, heading_deg } = position;
    return [{ id, name: `${vehicle}, ${driver}`, color, lat, lon, heading_deg }];
  });
}

export function mapPlaces(depots: Depot[]): MapPlace[] {
  return depots.map(({ id, name, lat, lon }) => ({ id, kind: "depot", name, lat, lon }));
}

/** What the camera should hold: the chosen route, else everything. */
export function boundsFor(routes: ShownRoute[], shipments: Shipment[], depots: Depot[], route: string | null): Bounds | null {
  const chosen = routes.find((candidate) => candidate.id === route);
  if (chosen) return boundsOf([chosen.depot, ...chosen.stops, ...cornersOf(chosen.geometry)]);
  const stops = routes.length > 0 ? routes.flatMap((each) => [...each.stops, ...cornersOf(each.geometry)]) : shipments;
  return boundsOf([...stops, ...(stops.length > 0 ? depots : [])]);
}
