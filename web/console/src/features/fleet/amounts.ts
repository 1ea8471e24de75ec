/** Amounts as people type them, in major units, and as the API has them, in minor ones. */

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

export function toSkills(text: string): string[] {
  return [...new Set(text.split(",").map((skill) => skill.trim().toLowerCase()).filter(Boolean))].sort();
}
