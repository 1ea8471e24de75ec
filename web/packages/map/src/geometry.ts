/** Points, bounds and encoded lines. */

export interface LatLon {
  lat: number;
  lon: number;
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

/** Decodes a polyline of the given precision into [lon, lat] pairs, as GeoJSON wants them. */
export function decodePolyline(text: string, precision = 6): [number, number][] {
  const factor = 10 ** precision;
  const line: [number, number][] = [];
  let index = 0;
  let lat = 0;
  let lon = 0;

  function next(): number {
    let result = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = text.charCodeAt(index++) - 63;
      result |= (byte & 0x1f) << shift;
      shift += 5;
    } while (byte >= 0x20);
    return result & 1 ? ~(result >> 1) : result >> 1;
  }

  while (index < text.length) {
    lat += next();
    lon += next();
    line.push([lon / factor, lat / factor]);
  }
  return line;
}

/** The smallest bounds around all points, or null of none. */
export function boundsOf(points: LatLon[]): Bounds | null {
  const first = points[0];
  if (!first) return null;
  const bounds: Bounds = [first.lon, first.lat, first.lon, first.lat];
  for (const { lat, lon } of points) {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}

const corners = new Map<string, LatLon[]>();

/** Two corners that hold a whole encoded line. */
export function cornersOf(geometry: string): LatLon[] {
  let found = corners.get(geometry);
  if (!found) {
    if (corners.size > 500) corners.clear();
    const bounds = boundsOf(decodePolyline(geometry).map(([lon, lat]) => ({ lat, lon })));
    found = bounds ? [{ lon: bounds[0], lat: bounds[1] }, { lon: bounds[2], lat: bounds[3] }] : [];
    corners.set(geometry, found);
  }
  return found;
}

/** The shorter way round from one heading to another, so that a marker never spins. */
export function turn(from: number, to: number): number {
  return ((to - from + 540) % 360) - 180;
}
