import type { Finding, ProblemDocument } from "./names.ts";

/** What the server refused, in words a person can act on. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly action: string;
  readonly findings: Finding[];

  constructor(status: number, document: Partial<ProblemDocument>) {
    super(document.detail ?? document.title ?? `The server answered ${status}.`);
    this.name = "Problem";
    this.status = status;
    this.code = document.code ?? `http_${status}`;
    this.title = document.title ?? "Something went wrong";
    this.detail = document.detail ?? `The server answered ${status} without saying why.`;
    this.action = document.action ?? "";
    this.findings = document.findings ?? [];
  }
}

/** The request never got an answer: no network, or the server is down. */
export const UNREACHABLE = "unreachable";

export function unreachable(): Problem {
  return new Problem(0, {
    code: UNREACHABLE,
    title: "No connection",
    detail: "Doorstep cannot be reached.",
    action: "Check the network, then try again.",
  });
}

export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new Problem(response.status, {});
  try {
    return new Problem(response.status, (await response.json()) as Partial<ProblemDocument>);
  } catch {
    return new Problem(response.status, {});
  }
}

/** Any thrown thing as a problem, so that every screen shows errors in one way. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem(0, { code: "unexpected", title: "Something went wrong", detail });
}
