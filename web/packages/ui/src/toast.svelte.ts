/** Short messages at the edge of the screen, optionally with one thing to undo. */

export interface Toast {
  id: number;
  text: string;
  tone: "neutral" | "good" | "bad";
  detail?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
}

const SHORT_MS = 5000;
const WITH_ACTION_MS = 12_000;

let nextId = 1;
let held = false;
export const toasts: Toast[] = $state([]);
const clocks = new Map<number, ReturnType<typeof setTimeout>>();

export function toast(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): number {
  const id = nextId++;
  const item: Toast = { id, text, tone: "neutral", ...options };
  toasts.push(item);
  const [oldest] = toasts;
  if (oldest && toasts.length > 3) dismissToast(oldest.id);
  if (!held) start(item);
  return id;
}

/** While somebody points at a message, or has the focus on one, all of them stay. */
export function holdToasts(): void {
  held = true;
  for (const clock of clocks.values()) clearTimeout(clock);
}

/** The time of each message begins anew. */
export function letToastsGo(): void {
  held = false;
  for (const item of toasts) start(item);
}

export function dismissToast(id: number): void {
  clearTimeout(clocks.get(id));
  clocks.delete(id);
  const index = toasts.findIndex((item) => item.id === id);
  if (index >= 0) toasts.splice(index, 1);
  // What is gone under the pointer is not left by it.
  if (toasts.length === 0) held = false;
}

function start({ id, action, tone }: Toast): void {
  clearTimeout(clocks.get(id));
  clocks.set(id, setTimeout(() => dismissToast(id), action || tone === "bad" ? WITH_ACTION_MS : SHORT_MS));
}
