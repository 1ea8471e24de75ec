/** Words around directions; the directions themselves come from the server. */

const SPOKEN = ["en", "de", "es", "fr"] as const;
export type Spoken = (typeof SPOKEN)[number];

/** The language of directions: the app's where we have it, else the first of the person's. */
export function languageOfDirections(app: string, preferred: readonly string[]): Spoken {
  const wanted = [app, ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.map((tag) => SPOKEN.find((one) => one === tag)).find((one) => one !== undefined) ?? "en";
}

/** "80 m", "1.2 km"; nobody can tell 83 m from 80. */
export function distance(metres: number, locale: string): string {
  const near = metres < 950;
  const value = near ? Math.max(10, Math.round(metres / 10) * 10) : metres / 1000;
  return new Intl.NumberFormat(locale, {
    style: "unit", unit: near ? "meter" : "kilometer", unitDisplay: "short", maximumFractionDigits: near ? 0 : 1,
  }).format(value);
}
