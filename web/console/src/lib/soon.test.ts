import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { soon } from "./soon.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a task to run soon", () => {
  it("runs once for many calls", async () => {
    const task = vi.fn(async () => undefined);
    const call = soon(task, 100);
    for (let i = 0; i < 5; i++) call();
    await vi.advanceTimersByTimeAsync(100);
    expect(task).toHaveBeenCalledTimes(1);
  });
  it("runs once more when called while running", async () => {
    let finish = (): void => undefined;
    const task = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const call = soon(task, 100);
    call();
    await vi.advanceTimersByTimeAsync(100);
    call();
    call();
    finish();
    await vi.advanceTimersByTimeAsync(100);
    expect(task).toHaveBeenCalledTimes(2);
  });
});
