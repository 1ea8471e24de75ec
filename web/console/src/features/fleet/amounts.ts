/** Amounts as people type them, in major units, and as the API has them, in minor ones. */

import type { Availability } from "@doorstep/api-client";

function digits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function toMinor(major: string | number, currency: string): number {
  const amount = Number(String(major).replace(",", "."));
  return Number.isFinite(amount) ? Math.round(amount * 10 ** digits(currency)) : 0;
}

export function toMajor(minor: number, currency: string): string {
  return minor === 0 ? "" : (minor / 10 ** digits(currency)).toFixed(digits(currency));
}

/** A whole number that may be left out; inputs of numbers give numbers. */
export function toWhole(text: string | number | null): number | null {
  const digits = String(text ?? "").trim();
  return digits === "" ? null : Math.round(Number(digits));
}

/** Who works whenever nothing else is said. */
export const ALWAYS: Availability = { weekdays: [1, 2, 3, 4, 5, 6, 7], absences: [], works_holidays: false };

export function toSkills(text: string): string[] {
  return [...new Set(text.split(",").map((skill) => skill.trim().toLowerCase()).filter(Boolean))].sort();
}
