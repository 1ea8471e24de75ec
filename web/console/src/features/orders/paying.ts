/** How a recipient may mean to pay what is due at the door. */
import { t } from "../../strings/index.ts";

export type PaysBy = "any" | "card";

export function paysBy(): { value: PaysBy; label: string }[] {
  return (["any", "card"] as const).map((value) => ({ value, label: t.orders.paysBy[value] }));
}
