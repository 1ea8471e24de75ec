/** Instants in the fields of a form, which know no time zone: they are in the company's. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** "2026-06-01T09:30" in a time zone, as a datetime-local field wants it. */
export function toField(at: number | string, timezone: string): string {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
    formats.set(timezone, format);
  }
  return format.format(new Date(at)).replace(" ", "T");
}

/** The instant of a datetime-local field, or null when it is empty. An hour that a change of the clocks leaves out is the one after. */
export function fromField(text: string, timezone: string): string | null {
  if (!text) return null;
  const wanted = Date.parse(`${text}Z`);
  let at = wanted;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let round = 0; round < 2; round++) at += wanted - Date.parse(`${toField(at, timezone)}Z`);
  return new Date(at).toISOString();
}
