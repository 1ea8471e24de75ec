import { API } from "./http.ts";

/** One fact from the server's stream. */
export interface LiveEvent {
  kind: string;
  subject_id: string;
  at: string;
  [more: string]: unknown;
}

export const KINDS = [
  "shipments.imported",
  "plan.requested",
  "plan.progress",
  "plan.stopped",
  "plan.ready",
  "plan.failed",
  "plan.released",
  "plan.recalled",
  "route.released",
  "route.recalled",
  "route.started",
  "route.finished",
  "stop.arrived",
  "stop.delivered",
  "stop.failed",
  "stop.disputed",
  "stop.payment_changed",
  "position.updated",
  "clock.changed",
  // All that a recipient is told: look again.
  "changed",
] as const;

export interface LiveOptions {
  onEvent: (event: LiveEvent) => void;
  /** Told on every change; `true` after an interruption means: refetch, something may be missed. */
  onConnection?: (connected: boolean, wasInterrupted: boolean) => void;
  path?: string;
  /** A seam for tests. */
  open?: (url: string) => EventSource;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Follows the server's event stream until the returned function is called.
 *
 * The browser reconnects by itself, with Last-Event-ID, after a dropped connection, but gives up
 * for good when a server that is starting answers with an error. Then this opens a new stream,
 * waiting longer each time; what was missed in between is why `onConnection` asks to refetch.
 */
export function followLive(options: LiveOptions): () => void {
  const open = options.open ?? ((url: string) => new EventSource(url));
  const path = `${API}${options.path ?? "/live"}`;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let interrupted = false;

  function receive(message: MessageEvent<string>): void {
    let data: Partial<LiveEvent>;
    try {
      data = JSON.parse(message.data) as Partial<LiveEvent>;
    } catch {
      return; // a malformed frame must not end the stream
    }
    options.onEvent({ kind: message.type, subject_id: "", at: "", ...data });
  }

  function connect(): void {
    source = open(path);
    for (const kind of KINDS) source.addEventListener(kind, receive as EventListener);
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      options.onConnection?.(true, interrupted);
      interrupted = false;
    };
    source.onerror = () => {
      if (!interrupted) options.onConnection?.(false, true);
      interrupted = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      source.close();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  }

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
