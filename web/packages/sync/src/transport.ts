/** The calls the outbox makes, and what each way of failing means for it. */

import type { Command, CommandResult, HandedOver, Position, Problem, StoredFile } from "./commands";

/**
 * - `unreachable`: no network, a lost answer, or the server says wait. Try again later.
 * - `broken`: the server failed (5xx). It may be this request's fault; see sender.ts.
 * - `signed_out`: 401. Keep everything, ask the driver to sign in.
 * - `rejected`: the server understood and refuses this very request.
 */
export type Failure = "unreachable" | "broken" | "signed_out" | "rejected";

export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(
    readonly failure: Failure,
    readonly problem: Problem,
    readonly retryAfterMs?: number,
  ) {
    super(problem.detail);
  }
}

export interface Transport {
  sendCommands(commands: readonly Command[]): Promise<readonly CommandResult[]>;
  sendFile(file: StoredFile): Promise<void>;
  sendPositions(positions: readonly Position[]): Promise<void>;
  registerDevice(id: string, algorithm: string, publicKey: string): Promise<void>;
  /** Both go without a session: the device's own signature is what counts. */
  handOver(device: string, commands: readonly Command[]): Promise<readonly HandedOver[]>;
  handOverFile(device: string, file: StoredFile): Promise<void>;
}

/** Black holes are the usual bad network: without a limit one lost packet stops the queue. */
const ANSWER_TIMEOUT_MS = 15_000;
/** 300 KB at 5 KB/s. */
const UPLOAD_TIMEOUT_MS = 60_000;

export class HttpTransport implements Transport {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #nowAt: (() => string) | undefined;

  /** With `nowAt` the server learns how far this device's clock is off. */
  constructor(
    base = "/api/v1",
    fetcher: typeof fetch = (input, init) => fetch(input, init),
    nowAt?: () => string,
  ) {
    this.#base = base;
    this.#fetch = fetcher;
    this.#nowAt = nowAt;
  }

  async sendCommands(commands: readonly Command[]): Promise<readonly CommandResult[]> {
    const answer = await this.#json("/driver/commands", { commands, ...this.#sentAt() });
    const results = (answer as { results?: unknown } | null)?.results;
    if (!Array.isArray(results)) throw unreachable("The answer was not Doorstep’s.");
    return results as CommandResult[];
  }

  async sendFile(file: StoredFile): Promise<void> {
    await this.#send(
      `/driver/files/${file.sha256}`,
      { method: "PUT", headers: { "content-type": file.type }, body: file.bytes },
      UPLOAD_TIMEOUT_MS,
    );
  }

  async sendPositions(positions: readonly Position[]): Promise<void> {
    await this.#json("/driver/positions", { positions });
  }

  async registerDevice(id: string, algorithm: string, publicKey: string): Promise<void> {
    await this.#json(`/driver/devices/${id}`, { algorithm, public_key: publicKey }, "PUT");
  }

  async handOver(device: string, commands: readonly Command[]): Promise<readonly HandedOver[]> {
    const answer = await this.#json(`/driver/devices/${device}/held-reports`, { commands });
    const results = (answer as { results?: unknown } | null)?.results;
    if (!Array.isArray(results)) throw unreachable("The answer was not Doorstep’s.");
    return results as HandedOver[];
  }

  async handOverFile(device: string, file: StoredFile): Promise<void> {
    await this.#send(
      `/driver/devices/${device}/held-files/${file.sha256}`,
      { method: "PUT", headers: { "content-type": file.type }, body: file.bytes },
      UPLOAD_TIMEOUT_MS,
    );
  }

  async #json(path: string, body: unknown, method = "POST"): Promise<unknown> {
    const response = await this.#send(
      path,
      {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      },
      ANSWER_TIMEOUT_MS,
    );
    try {
      return await response.json();
    } catch {
      // A hotel's sign-in page answers 200 with HTML; it has taken nothing.
      throw unreachable("The answer was not Doorstep’s.");
    }
  }

  #sentAt(): { sent_at?: string } {
    return this.#nowAt === undefined ? {} : { sent_at: this.#nowAt() };
  }

  async #send(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(`${this.#base}${path}`, {
        ...init,
        credentials: "same-origin",
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw unreachable("The server cannot be reached.");
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  }
}

function unreachable(detail: string): TransportError {
  return new TransportError("unreachable", { code: "unreachable", detail });
}

async function failureOf(response: Response): Promise<TransportError> {
  const { status } = response;
  const problem = await problemOf(response);
  if (status === 401) return new TransportError("signed_out", problem);
  if (status === 408 || status === 425 || status === 429 || status === 503) {
    return new TransportError("unreachable", problem, retryAfterMs(response));
  }
  // Damaged on the way is nobody's refusal: the same bytes may arrive whole the next time.
  const again = status >= 500 || problem.code === "file_damaged";
  return new TransportError(again ? "broken" : "rejected", problem);
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { code: `http_${response.status}`, detail: `The server answered ${response.status}.` };
  try {
    const body = (await response.json()) as Partial<Problem & { title: string }> | null;
    return {
      code: body?.code ?? fallback.code,
      detail: body?.detail ?? body?.title ?? fallback.detail,
      ...(body?.action == null ? {} : { action: body.action }),
    };
  } catch {
    return fallback;
  }
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
