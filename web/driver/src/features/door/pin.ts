/** The recipient's PIN: its last digit is a check digit (Damm 2004), so a slip is noticed offline. */

const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];
export const PIN_DIGITS = 6;

/** Whether the digits can be a PIN. Whether they are the right one only the server can say. */
export function isPin(text: string): boolean {
  if (!/^[0-9]{6}$/.test(text)) return false;
  let interim = 0;
  for (const digit of text) interim = Number(DAMM[interim]?.[Number(digit)]);
  return interim === 0;
}
