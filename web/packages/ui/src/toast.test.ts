import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dismissToast, holdToasts, letToastsGo, toast, toasts } from "./toast.svelte.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const { id } of [...toasts]) dismissToast(id);
  vi.useRealTimers();
});

test("a message goes by itself, and later when it offers something", () => {
  toast("Saved");
  toast("Released", { action: { label: "Undo", run: () => undefined } });
  vi.advanceTimersByTime(5_000);
  expect(toasts.map(({ text }) => text)).toEqual(["Released"]);
  vi.advanceTimersByTime(7_000);
  expect(toasts).toEqual([]);
});

test("what is pointed at stays, with what comes meanwhile, until it is let go", () => {
  toast("Released", { action: { label: "Undo", run: () => undefined } });
  holdToasts();
  toast("Saved");
  vi.advanceTimersByTime(60_000);
  expect(toasts).toHaveLength(2);
  letToastsGo();
  vi.advanceTimersByTime(12_000);
  expect(toasts).toEqual([]);
});

test("after the last message is dismissed under the pointer, the next one goes by itself again", () => {
  const id = toast("Saved");
  holdToasts();
  dismissToast(id);
  toast("Saved again");
  vi.advanceTimersByTime(5_000);
  expect(toasts).toEqual([]);
});
