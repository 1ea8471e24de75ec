/** Light or dark: the person's choice on this device, else the system's wish. */

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const KEY = "doorstep.theme";
const dark = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== "system") return choice;
  return dark().matches ? "dark" : "light";
}

/** Puts the theme on the document and follows the system; call once before mounting. */
export function startTheme(): void {
  apply();
  dark().addEventListener("change", apply);
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  apply();
}

/** Calls back on every change; returns how to stop. */
export function onTheme(changed: (theme: Theme) => void): () => void {
  const listener = (): void => changed(currentTheme());
  addEventListener("doorstep-theme", listener);
  return () => removeEventListener("doorstep-theme", listener);
}

function apply(): void {
  document.documentElement.dataset["theme"] = currentTheme();
  dispatchEvent(new Event("doorstep-theme"));
}
