/**
 * How times, durations, distances and money are written.
 *
 * Instants are ISO strings in UTC; people read them in the tenant's time zone, never in the
 * browser's own.
 */

export interface Place {
  timezone: string;
  locale: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function dateFormat(place: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${place.locale}|${place.timezone}|${JSON.stringify(options)}`;
  let format = formatters.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(place.locale, { timeZone: place.timezone, ...options });
    formatters.set(key, format);
  }
  return format;
}

/** "14:05". */
export function clockTime(at: string | number | Date, place: Place): string {
  const parts = dateFormat(place, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return parts.format(new Date(at));
}

/** "14:05:09", for running clocks. */
export function clockSeconds(at: string | number | Date, place: Place): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return dateFormat(place, options).format(new Date(at));
}

/** "14:00–16:00"; open ends are left out. */
export function timeRange(early: string, late: string, place: Place): string {
  return `${clockTime(early, place)}–${clockTime(late, place)}`;
}

/** The service date of an instant in a time zone, as "2026-11-20". */
export function dateOf(at: string | number | Date, timezone: string): string {
  return dateFormat({ timezone, locale: "en-CA" }, { year: "numeric", month: "2-digit", day: "2-digit" })
    .format(new Date(at));
}

/** "Fri 20 Nov" of a local date "2026-11-20". */
export function dayName(serviceOn: string, locale: string): string {
  const noon = new Date(`${serviceOn}T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" })
    .format(noon);
}

/** The local date some days later; days may be negative. */
export function addDays(serviceOn: string, days: number): string {
  const noon = new Date(`${serviceOn}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** "2 h 05 min", "12 min", "40 s". */
export function duration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, "0")} min` : ""}`;
}

/** "850 m", "1.2 km", "148 km". */
export function distance(metres: number, locale: string): string {
  if (metres < 1000) return `${Math.round(metres / 10) * 10} m`;
  const digits = metres < 100_000 ? 1 : 0;
  const km = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return `${km.format(metres / 1000)} km`;
}

/** Minor units of a currency as its own people write it: 1234, EUR gives "€12.34". */
export function money(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** "12.50" or "12,50" gives 1250 for EUR; what is no amount of the currency gives null. */
export function toMinor(text: string, currency: string): number | null {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const found = /^(\d{1,10})(?:[.,](\d+))?$/.exec(text.trim());
  if (found === null || (found[2] ?? "").length > digits) return null;
  return Number(found[1]) * 10 ** digits + Number((found[2] ?? "").padEnd(digits, "0") || "0");
}

/** 0.957 gives "95.7%"; nothing known gives a dash. */
export function percent(rate: number | null, locale: string): string {
  if (rate === null) return "–";
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(rate);
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** "12.4 kg", "900 g". */
export function weight(grams: number, locale: string): string {
  if (grams < 1000) return `${grams} g`;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: grams < 100_000 ? 1 : 0 });
  return `${format.format(grams / 1000)} kg`;
}

/** "1 stop", "12 stops". */
export function plural(value: number, one: string, many: string, locale = "en"): string {
  return `${count(value, locale)} ${value === 1 ? one : many}`;
}
