import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followLive, type LiveEvent } from "./live.ts";

class FakeSource {
  readyState = 0;
  closed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  listeners = new Map<string, (message: unknown) => void>();
  addEventListener(kind: string, listener: (message: unknown) => void): void {
    this.listeners.set(kind, listener);
  }
  say(kind: string, data: string): void {
    this.listeners.get(kind)?.({ type: kind, data });
  }
  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
}

let opened: FakeSource[];
const open = (): EventSource => {
  const source = new FakeSource();
  opened.push(source);
  return source as unknown as EventSource;
};

beforeEach(() => {
  opened = [];
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", { CLOSED: 2 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("following the live stream", () => {
  it("hands over each event with its kind, and skips what is no JSON", () => {
    const heard: LiveEvent[] = [];
    followLive({ open, onEvent: (event) => heard.push(event) });
    opened[0]?.say("stop.delivered", '{"subject_id":"s1","at":"2026-11-20T09:00:00Z"}');
    opened[0]?.say("stop.delivered", "not json");
    expect(heard).toEqual([{ kind: "stop.delivered", subject_id: "s1", at: "2026-11-20T09:00:00Z" }]);
  });
  it("opens a new stream when the browser has given up, and says that events may be missing", () => {
    const told: boolean[][] = [];
    followLive({ open, onEvent: () => undefined, onConnection: (...state) => told.push(state) });
    const first = opened[0] as FakeSource;
    first.onopen?.();
    first.readyState = 2;
    first.onerror?.();
    vi.advanceTimersByTime(500);
    opened[1]?.onopen?.();
    expect(told).toEqual([[true, false], [false, true], [true, true]]);
  });
  it("ends when asked to", () => {
    followLive({ open, onEvent: () => undefined })();
    expect(opened[0]?.closed).toBe(true);
  });
});
