import { problemOf, unreachable } from "./problem.ts";

export const API = "/api/v1";

type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  query?: Query;
  json?: unknown;
  body?: BodyInit;
  contentType?: string;
  /** The version that a change is meant for. */
  version?: number;
  /** Makes a repetition of the request harmless. */
  key?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${API}${path}${text ? `?${text}` : ""}`;
}

/** Sends one request; a refusal is thrown as a `Problem`. */
export async function send(method: string, path: string, call: Call = {}): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  let body = call.body ?? null;
  if (call.json !== undefined) {
    headers.set("Content-Type", "application/json");
    body = JSON.stringify(call.json);
  } else if (call.contentType) {
    headers.set("Content-Type", call.contentType);
  }
  if (call.version !== undefined) headers.set("If-Match", `"${call.version}"`);
  if (call.key !== undefined) headers.set("Idempotency-Key", call.key);
  const init: RequestInit = { method, headers, body, credentials: "same-origin" };
  if (call.signal) init.signal = call.signal;
  if (call.keepalive) init.keepalive = true;
  let response: Response;
  try {
    response = await fetch(address(path, call.query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function request<Answer>(method: string, path: string, call: Call = {}): Promise<Answer> {
  const response = await send(method, path, call);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}
