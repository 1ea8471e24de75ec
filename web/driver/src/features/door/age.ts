/** The last day on which somebody can be born who is `years` old on `today` ("2026-06-01"). */
export function bornBy(today: string, years: number): string {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  const born = new Date(Date.UTC(year - years, month - 1, day));
  // 29 February of a year without one is 1 March, when somebody born then is a day too young.
  if (born.getUTCMonth() !== month - 1) born.setUTCDate(0);
  return born.toISOString().slice(0, 10);
}
