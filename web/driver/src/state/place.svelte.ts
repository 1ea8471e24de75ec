/** Which screen is shown, kept in the address so that the phone's own back gesture works. */

export type Place =
  | { name: "route" }
  | { name: "outbox" }
  | { name: "stop" | "deliver"; stopId: string }
  /** With the reason, where the screen before knew it. */
  | { name: "fail"; stopId: string; reason: string };

export function readPlace(hash: string): Place {
  const [name, stopId, reason = ""] = hash.replace(/^#\/?/, "").split("/");
  if (name === "outbox") return { name };
  if (name === "fail" && stopId) return { name, stopId, reason };
  if ((name === "stop" || name === "deliver") && stopId) return { name, stopId };
  return { name: "route" };
}

const current = $state({ place: readPlace(location.hash) });
addEventListener("hashchange", () => {
  current.place = readPlace(location.hash);
  scrollTo(0, 0);
});

export function place(): Place {
  return current.place;
}

/** Back to the route, without leaving finished screens behind in the history. */
export function goHome(): void {
  location.replace("#/");
}

/** The code of a one-time link, taken out of the address so that it is not kept in the history. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code !== null) {
    history.replaceState(null, "", `${location.pathname}#/`);
    current.place = { name: "route" };
  }
  return code;
}
