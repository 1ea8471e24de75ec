/** What a scanned code means at a door. Pure; the server judges once more when the report arrives. */

const SYMBOLOGY = /^\][A-Za-z][0-9]/; // what scanners put in front: ISO/IEC 15424
const SSCC = /^(?:\(00\)|00)([0-9]{18})$/;
const FRAME = /^[\x1d\x1e\x04]+|[\x1d\x1e\x04]+$/g;
export const LONGEST_CODE = 200;

/** A code as labels have it: without line ends, symbology, FNC1 and the identifier of an SSCC. */
export function normalCode(code: string): string {
  const text = code.trim().replace(FRAME, "").replace(SYMBOLOGY, "").trim();
  return SSCC.exec(text)?.[1] ?? text;
}

export type Scanned =
  /** A parcel of this door. */
  | { kind: "found"; code: string }
  /** It was scanned before. */
  | { kind: "again"; code: string }
  /** It belongs to another door, or nobody knows it here. */
  | { kind: "strange"; code: string };

const key = (code: string): string => normalCode(code).toUpperCase();

export function judge(raw: string, labels: readonly string[], scanned: readonly string[]): Scanned | null {
  const code = normalCode(raw);
  if (code === "" || code.length > LONGEST_CODE || /[\x00-\x1f\x7f]/.test(code)) return null;
  if (scanned.some((one) => key(one) === key(code))) return { kind: "again", code };
  const label = labels.find((one) => key(one) === key(code));
  if (label !== undefined) return { kind: "found", code: label };
  // Parcels without labels in the system: whatever is on them is worth keeping.
  return { kind: labels.length === 0 ? "found" : "strange", code };
}

export function countFound(labels: readonly string[], scanned: readonly string[]): number {
  const read = new Set(scanned.map(key));
  return labels.filter((label) => read.has(key(label))).length;
}
