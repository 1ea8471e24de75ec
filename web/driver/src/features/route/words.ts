/** Small sentences about a stop, shared by the screens that show one. */

import type { LiveBreak, Session } from "@doorstep/api-client";
import { clockTime, type Place, timeRange } from "@doorstep/words";

import { type DriverStop, isOpen } from "../../state/project.ts";
import { locale, say, type WordKey } from "../../words/index.svelte.ts";

/** Times are the depot's, whatever zone the phone thinks it is in. */
export function placeOf(session: Session | null): Place {
  return { timezone: session?.tenant.timezone ?? "UTC", locale: locale() };
}

/** The part of an address that the driver reads at the door, and the rest. */
export function street({ address }: DriverStop): string {
  return address.split(",", 1)[0] ?? address;
}

export function town({ address }: DriverStop): string {
  const comma = address.indexOf(",");
  return comma === -1 ? "" : address.slice(comma + 1).trim();
}

export function windowOf(stop: DriverStop, where: Place): string {
  return stop.windows.map((window) => timeRange(window.early_at, window.late_at, where)).join(", ");
}

export function etaOf(stop: DriverStop, where: Place): string {
  return clockTime(stop.eta_at ?? stop.arrival_at, where);
}

export function restOf(rest: LiveBreak): string {
  const min = Math.round((Date.parse(rest.end_at) - Date.parse(rest.start_at)) / 60_000);
  return say(rest.law ? "rest_by_law" : "rest", { min });
}

export function reasonOf(reason: string | null): string {
  return reason === null ? say("failed") : say(`reason_${reason}` as WordKey);
}

export function outcomeOf(stop: DriverStop, where: Place): string {
  if (isOpen(stop)) return "";
  const time = stop.completed_at === null ? "" : clockTime(stop.completed_at, where);
  return say(stop.status === "delivered" ? "delivered_at" : "failed_at", { time });
}
