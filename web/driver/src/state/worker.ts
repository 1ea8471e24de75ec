/** Starts the service worker, which makes the app open without a network. */

export async function startWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const address = `${import.meta.env.BASE_URL}sw.js`;
  await navigator.serviceWorker.register(address, { updateViaCache: "none" });
}
