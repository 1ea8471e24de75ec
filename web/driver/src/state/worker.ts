/** Starts the service worker, which makes the app open without a network. */

export async function startWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  // A new version takes over when the app is opened, never under the driver's hands.
  const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, {
    updateViaCache: "none",
  });
  if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("take_over");
}
