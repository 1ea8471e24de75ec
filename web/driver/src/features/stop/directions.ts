/** Words around directions; the directions themselves come from the server. */

const SPOKEN = ["en", "de", "es", "fr"] as const;
export type Spoken = (typeof SPOKEN)[number];

/** The language of directions: the app's where we have it, else the first of the person's. */
export function languageOfDirections(app: string, preferred: readonly string[]): Spoken {
  const wanted = [app, ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.map((tag) => SPOKEN.find((one) => one === tag)).find((one) => one !== undefined) ?? "en";
}
