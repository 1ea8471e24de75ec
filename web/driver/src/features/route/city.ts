/** The city's map for the driver, with or without a network. */

import { api, type MapInfo } from "@doorstep/api-client";
import type { MapDriver } from "@doorstep/map";

import type { Day } from "../../state/day.svelte.ts";
import type { DriverRoute } from "../../state/project.ts";

/** What the phone kept, else the server's; also asks the service worker to keep the tiles. */
export async function cityMap(day: Day): Promise<MapInfo | null> {
  const kept = await day.kept<MapInfo>("map");
  const fresh = api.map().then(async (info) => {
    await day.keep("map", info);
    keepTiles(info.tiles_url);
    return info;
  });
  const asked = fresh.catch(() => null); // without a network the kept one serves
  return kept ?? (await asked);
}

/** Where the driver is: by this phone, else by what the server heard last. */
export function driverOn(day: Day, route: DriverRoute): MapDriver[] {
  const seen = day.watch.last?.position ?? route.position;
  if (seen === null) return [];
  const { lat, lon, heading_deg: heading } = seen;
  const name = day.session?.actor.name ?? "";
  return [{ id: "me", name, color: route.color, lat, lon, heading_deg: heading ?? null }];
}

function keepTiles(url: string): void {
  void navigator.serviceWorker?.ready.then((registration) =>
    registration.active?.postMessage({ keep: new URL(url, location.href).href }),
  );
}
