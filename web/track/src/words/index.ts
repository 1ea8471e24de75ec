/** What the page says, in the first of the person's languages that we speak. */

import { de } from "./de.ts";
import { en, type WordKey, type Words } from "./en.ts";
import { fi } from "./fi.ts";

export type { WordKey };

const TABLES: Readonly<Record<string, Words>> = { en, de, fi };

export function pickLanguage(preferred: readonly string[]): string {
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in TABLES) ?? "en";
}

export const language = pickLanguage(globalThis.navigator?.languages ?? []);

/** British English because times are written 14:05. */
export const locale = language === "en" ? "en-GB" : language;

export function say(key: WordKey, fill: Readonly<Record<string, string | number>> = {}): string {
  const words = TABLES[language] ?? en;
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}
