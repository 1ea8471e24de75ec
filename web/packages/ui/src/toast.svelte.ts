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
export const toasts: Toast[] = $state([]);

export function toast(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): number {
  const id = nextId++;
  toasts.push({ id, text, tone: "neutral", ...options });
  if (toasts.length > 3) toasts.shift();
  setTimeout(() => dismissToast(id), options.action || options.tone === "bad" ? WITH_ACTION_MS : SHORT_MS);
  return id;
}

export function dismissToast(id: number): void {
  const index = toasts.findIndex((item) => item.id === id);
  if (index >= 0) toasts.splice(index, 1);
}
