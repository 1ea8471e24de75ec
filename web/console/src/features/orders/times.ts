/** Windows of a shipment as clock times of its service date, in the company's time zone. */
import type { Window } from "@doorstep/api-client";
import { addDays } from "@doorstep/words";
import { fromField, toField } from "../roads/times.ts";

export interface ClockWindow {
  from: string;
  until: string;
}

export function toClocks(windows: readonly Window[], timezone: string): ClockWindow[] {
  return windows.map(({ early_at, late_at }) => ({
    from: toField(early_at, timezone).slice(11), until: toField(late_at, timezone).slice(11),
  }));
}

/** An end at or before the start is on the next day. Windows without both ends are none. */
export function fromClocks(clocks: readonly ClockWindow[], serviceOn: string, timezone: string): Window[] {
  return clocks
    .filter(({ from, until }) => from && until)
    .map(({ from, until }) => ({
      early_at: fromField(`${serviceOn}T${from}`, timezone) ?? "",
      late_at: fromField(`${until > from ? serviceOn : addDays(serviceOn, 1)}T${until}`, timezone) ?? "",
    }));
}
