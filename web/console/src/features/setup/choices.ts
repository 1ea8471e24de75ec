/** What a company can choose from, named in the browser's own language. */

export interface Choice {
  value: string;
  label: string;
}

const LOCALES = [
  "en-GB", "en-US", "en-IE", "de-DE", "de-AT", "de-CH", "fr-FR", "fr-BE", "fr-CH", "nl-NL", "nl-BE", "es-ES", "es-MX", "pt-PT", "pt-BR",
  "it-IT", "fi-FI", "sv-SE", "sv-FI", "nb-NO", "da-DK", "et-EE", "lv-LV", "lt-LT", "pl-PL", "cs-CZ", "sk-SK", "hu-HU", "ro-RO", "bg-BG",
  "el-GR", "tr-TR", "ja-JP", "ko-KR", "hi-IN", "id-ID", "vi-VN", "th-TH",
];

const supported = (key: "timeZone" | "currency"): string[] =>
  "supportedValuesOf" in Intl ? Intl.supportedValuesOf(key) : [];

export function timezones(chosen: string): Choice[] {
  const here = guessTimezone();
  const names = new Set([here, chosen, "UTC", ...supported("timeZone")]);
  return [...names].filter(Boolean).map((name) => ({ value: name, label: name.replaceAll("_", " ") }));
}

export function currencies(chosen: string, language: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type: "currency" });
  const codes = new Set(["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", chosen, ...supported("currency")]);
  return [...codes].map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}

export function locales(chosen: string): Choice[] {
  const tags = new Set([chosen, ...LOCALES]);
  return [...tags].map((tag) => ({ value: tag, label: new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag }));
}

export function guessTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function guessLocale(): string {
  return LOCALES.includes(navigator.language) ? navigator.language : "en-GB";
}
