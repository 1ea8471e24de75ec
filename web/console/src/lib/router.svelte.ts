/** Where the person is, kept in the address's hash, so that reload and back keep the place. */

export type Page = "day" | "orders" | "roads" | "numbers" | "fleet" | "team" | "office";

export interface Place {
  page: Page;
  serviceOn: string | null;
  query: Record<string, string>;
}

const UNDATED = new Set<Page>(["orders", "fleet", "roads", "team", "office"]);
const PAGES: Page[] = ["day", "orders", "roads", "numbers", "fleet", "team", "office"];

export function parsePlace(hash: string): Place {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name, date] = path.split("/");
  const page = PAGES.find((candidate) => candidate === name) ?? "day";
  const serviceOn = date && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null;
  return { page, serviceOn, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function formatPlace(place: Place): string {
  const path = UNDATED.has(place.page) || !place.serviceOn ? place.page : `${place.page}/${place.serviceOn}`;
  const query = new URLSearchParams(place.query).toString();
  return `#/${path}${query ? `?${query}` : ""}`;
}

class Router {
  place: Place = $state.raw(parsePlace(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.place = parsePlace(location.hash);
      this.tidy();
    });
  }

  /** An address that leads nowhere becomes the one of the page that is shown instead. */
  tidy(): void {
    const proper = formatPlace(this.place);
    if (location.hash && location.hash !== proper) history.replaceState(null, "", proper);
  }

  go(change: Partial<Place>): void {
    const next = { ...this.place, query: {}, ...change };
    location.hash = formatPlace(next);
  }

  /** Changes the query without a new step in the history: selections are not pages. */
  note(query: Record<string, string | null>): void {
    const merged: Record<string, string> = { ...this.place.query };
    for (const [name, value] of Object.entries(query)) {
      if (value === null) delete merged[name];
      else merged[name] = value;
    }
    this.place = { ...this.place, query: merged };
    history.replaceState(null, "", formatPlace(this.place));
  }
}

export const router = new Router();
