/** Asks the service worker to keep the city's map, so that it is there in a cellar. */

export function keepTiles(url: string): void {
  void navigator.serviceWorker?.ready.then((registration) =>
    registration.active?.postMessage({ keep: new URL(url, location.href).href }),
  );
}
