/** What each status and reason is called on a screen, and which tone it has. */

export type Tone = "neutral" | "info" | "good" | "warn" | "bad" | "accent";

export interface StatusWord {
  label: string;
  tone: Tone;
}

const UNKNOWN: StatusWord = { label: "Unknown", tone: "neutral" };

const SHIPMENT: Record<string, StatusWord> = {
  unlocated: { label: "Needs a look", tone: "warn" },
  pending: { label: "Pending", tone: "neutral" },
  held: { label: "Held", tone: "warn" },
  planned: { label: "Planned", tone: "info" },
  out_for_delivery: { label: "Out for delivery", tone: "accent" },
  delivered: { label: "Delivered", tone: "good" },
  delivery_failed: { label: "Failed", tone: "bad" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

const STOP: Record<string, StatusWord> = {
  planned: { label: "Planned", tone: "neutral" },
  en_route: { label: "Next", tone: "accent" },
  arrived: { label: "At the door", tone: "accent" },
  delivered: { label: "Delivered", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
};

const ROUTE: Record<string, StatusWord> = {
  released: { label: "Released", tone: "info" },
  started: { label: "On the road", tone: "accent" },
  finished: { label: "Finished", tone: "good" },
};

const PLAN: Record<string, StatusWord> = {
  queued: { label: "Queued", tone: "neutral" },
  matrix: { label: "Measuring roads", tone: "info" },
  solving: { label: "Planning", tone: "accent" },
  ready: { label: "Draft", tone: "warn" },
  failed: { label: "Failed", tone: "bad" },
  released: { label: "Released", tone: "good" },
  superseded: { label: "Replaced", tone: "neutral" },
};

const FAILURE: Record<string, string> = {
  recipient_absent: "Nobody at home",
  refused: "Refused by the recipient",
  wrong_address: "Wrong address",
  no_access: "No access",
  damaged: "Damaged",
  out_of_time: "Out of time",
  age_not_proved: "Age not proved",
  not_paid: "Cash not paid",
};

export const shipmentStatus = (status: string): StatusWord => SHIPMENT[status] ?? UNKNOWN;
export const stopStatus = (status: string): StatusWord => STOP[status] ?? UNKNOWN;
export const routeStatus = (status: string): StatusWord => ROUTE[status] ?? UNKNOWN;
export const planStatus = (status: string): StatusWord => PLAN[status] ?? UNKNOWN;
export const failureReason = (reason: string | null): string => (reason ? (FAILURE[reason] ?? reason) : "");
