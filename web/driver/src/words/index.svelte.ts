/** What the app says, in the phone's language unless the driver chose another. */

import { de } from "./de.ts";
import { en, type WordKey, type Words } from "./en.ts";
import { fi } from "./fi.ts";

export type { WordKey };
export const LANGUAGES = { en: "English", de: "Deutsch", fi: "Suomi" } as const;
export type Language = keyof typeof LANGUAGES;

const TABLES: Record<Language, Words> = { en, de, fi };
const KEY = "doorstep.language";

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && text in TABLES;
}

/** The first of the person's languages that we speak. */
export function pickLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

const chosen = $state({ language: pickLanguage(localStorage.getItem(KEY), navigator.languages) });
document.documentElement.lang = chosen.language;

export function language(): Language {
  return chosen.language;
}

export function chooseLanguage(next: Language): void {
  chosen.language = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
}

/** Locale for dates and numbers; British English because times are written 14:05. */
export function locale(): string {
  return chosen.language === "en" ? "en-GB" : chosen.language;
}

export function say(key: WordKey, fill: Readonly<Record<string, string | number>> = {}): string {
  return TABLES[chosen.language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(fill[name] ?? whole),
  );
}

/** "1 parcel", "3 parcels". */
export function parcels(count: number): string {
  return count === 1 ? say("parcels_1") : say("parcels_n", { n: count });
}
