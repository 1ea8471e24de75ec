/** What a recipient is told, worked out from what the server knows. Pure. */

import type { TrackView, Window } from "@doorstep/api-client";
import { clockTime, dateOf, dayName, type Place, timeRange } from "@doorstep/words";

import { locale, say, type WordKey } from "./words/index.ts";

export type Step = "received" | "planned" | "coming" | "delivered" | "failed" | "cancelled";
export type StepState = "done" | "now" | "ahead";

export interface Story {
  step: Step;
  title: string;
  lines: string[];
  tone: "calm" | "good" | "bad";
}

const STEP: Readonly<Record<string, Step>> = {
  pending: "received",
  planned: "planned",
  picked_up: "planned",
  out_for_delivery: "coming",
  in_transit: "coming",
  en_route: "coming",
  arrived: "coming",
  delivery_delayed: "coming",
  delivered: "delivered",
  delivery_failed: "failed",
  failed: "failed",
  return_to_sender: "failed",
  cancelled: "cancelled",
};

/** A status we do not know yet is shown as the earliest step rather than guessed. */
export function stepOf(view: TrackView): Step {
  if (view.delivered) return "delivered";
  if (view.failed) return "failed";
  return STEP[view.status] ?? "received";
}

export function story(view: TrackView): Story {
  const step = stepOf(view);
  const where = { timezone: view.timezone, locale };
  const { merchant } = view;
  switch (step) {
    case "delivered": {
      const { at, recipient_name: name } = view.delivered ?? { at: null, recipient_name: "" };
      const title = at === null ? say("step_delivered") : say("delivered_title", { time: clockTime(at, where) });
      return { step, tone: "good", title, lines: [name ? say("received_by", { name }) : "", dayOf(at, where)] };
    }
    case "failed":
      return { step, tone: "bad", title: say("failed_title"), lines: failedLines(view, where) };
    case "cancelled":
      return { step, tone: "bad", title: say("cancelled_title"), lines: [say("cancelled_text", { merchant })] };
    case "coming":
      return { step, tone: "calm", ...coming(view, where) };
    case "planned":
      return { step, tone: "calm", ...planned(view, where) };
    default:
      return { step, tone: "calm", title: say("received_title"), lines: [say("received_text")] };
  }
}

function planned(view: TrackView, where: Place): Pick<Story, "title" | "lines"> {
  const window = view.window ?? view.eta;
  if (window === null) return { title: say("step_planned"), lines: [say("planned_text")] };
  return {
    title: say("planned_title", { day: dayOf(window.early_at, where) }),
    lines: [say("planned_window", { range: rangeOf(window, where) }), say("planned_text")],
  };
}

function coming(view: TrackView, where: Place): Pick<Story, "title" | "lines"> {
  const { eta, window, stops_before: before } = view;
  const lines: string[] = [];
  if (before !== null && view.status !== "arrived") {
    lines.push(before <= 1 ? say(before === 0 ? "before_0" : "before_1") : say("before_n", { n: before }));
  }
  if (view.driver) lines.push(say("driver", { name: view.driver.first_name }));
  if (window) {
    lines.push(say("promised", { range: rangeOf(window, where) }));
    if (eta && Date.parse(eta.early_at) > Date.parse(window.late_at)) lines.push(say("late"));
  }
  if (view.status === "arrived") return { title: say("arrived_title"), lines };
  return { title: eta ? say("coming_title", { range: rangeOf(eta, where) }) : say("coming_unknown"), lines };
}

function failedLines(view: TrackView, where: Place): string[] {
  const { merchant } = view;
  const reason = view.failed?.reason ?? "unknown";
  const known = ["recipient_absent", "refused", "wrong_address", "no_access", "damaged", "out_of_time", "age_not_proved", "not_paid"];
  const why = `why_${known.includes(reason) ? reason : "unknown"}` as WordKey;
  const next = reason === "damaged" || reason === "refused" ? (`next_${reason}` as const) : "next_try";
  const tried = view.failed ? say("failed_at", { time: clockTime(view.failed.at, where) }) : "";
  return [`${tried} ${say(why)}`.trim(), say(next, { merchant })];
}

export function rangeOf(window: Window, where: Place): string {
  return timeRange(window.early_at, window.late_at, where);
}

function dayOf(at: string | null, where: Place): string {
  return at === null ? "" : dayName(dateOf(at, where.timezone), where.locale);
}

/** The four steps of the way, the last one named by how it ended. */
export function stepper(step: Step): { key: WordKey; state: StepState }[] {
  const ended = step === "failed" || step === "cancelled";
  const last: Step = ended ? step : "delivered";
  const order: Step[] = ["received", "planned", "coming", last];
  const now = order.indexOf(step);
  return order.map((one, index) => ({
    key: `step_${one}`,
    state: index < now || one === "delivered" && step === "delivered" ? "done" : index === now ? "now" : "ahead",
  }));
}
