/** Whether this phone can be trusted to keep a day's work. Asked before the route starts. */

/** A day of 150 stops with a 300 KB photo each is 45 MB. */
const ENOUGH_BYTES = 50_000_000;

export interface StorageReport {
  /** The browser promised not to clear our data on its own. */
  readonly persistent: boolean;
  readonly enough: boolean;
  readonly freeBytes: number | null;
}

export async function checkStorage(
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<StorageReport> {
  // Absent on plain http; then nothing is known, and nothing is claimed.
  if (storage?.estimate === undefined) return { persistent: false, enough: true, freeBytes: null };
  const persistent = (await storage.persisted()) || (await storage.persist());
  const { quota = 0, usage = 0 } = await storage.estimate();
  const freeBytes = Math.max(0, quota - usage);
  return { persistent, enough: freeBytes >= ENOUGH_BYTES, freeBytes };
}

export function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
