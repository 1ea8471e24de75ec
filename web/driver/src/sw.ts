/// <reference lib="webworker" />
/**
 * Makes the app open and the map appear without a network.
 *
 * The build writes the list of its files into this one (see vite.config.ts). They are taken from
 * the cache; the API never is, because what the driver does is kept in IndexedDB, not here.
 *
 * A new version starts at once but changes nothing under the driver's hands: the page that is open
 * goes on with its own files from the version before, and the next opening shows the new one.
 */

import { slice } from "./range.ts";

declare const self: ServiceWorkerGlobalScope;
declare const BUILD_FILES: readonly string[];
declare const BUILD_VERSION: string;

const SHELL = `shell-${BUILD_VERSION}`;
const TILES = "tiles";
const HOME = "/driver/";
const MAX_TILES_BYTES = 64_000_000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll([HOME, ...BUILD_FILES]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const older = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
      // The newest of them, at the end, may belong to a page that is still open.
      for (const name of older.slice(0, -1)) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  const keep = (event.data as { keep?: unknown } | null)?.keep;
  if (typeof keep === "string") event.waitUntil(keepTiles(keep).catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fromCache(HOME, request));
  else if (url.pathname.endsWith(".pmtiles")) event.respondWith(tiles(request));
  else if (url.pathname.startsWith(HOME)) event.respondWith(fromCache(url.pathname, request));
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}

/** Tiles are asked for by byte ranges; a kept file answers them all. */
async function tiles(request: Request): Promise<Response> {
  const kept = await (await caches.open(TILES)).match(request.url);
  const range = request.headers.get("range");
  if (kept === undefined || range === null) return fetch(request);
  return slice(await kept.blob(), range, kept.headers.get("etag"));
}

async function keepTiles(address: string): Promise<void> {
  const cache = await caches.open(TILES);
  if ((await cache.match(address)) !== undefined) return;
  const response = await fetch(address);
  const bytes = Number(response.headers.get("content-length") ?? 0);
  if (response.status !== 200 || bytes > MAX_TILES_BYTES) {
    await response.body?.cancel();
    return;
  }
  // One city at a time: the address carries the map's own key, so older ones are stale.
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(address, response);
}
