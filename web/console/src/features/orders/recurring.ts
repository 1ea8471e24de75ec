/** A recurring order as it is sent back when one thing of it changes. */
import type { RecurringOrder, RecurringOrderBody } from "@doorstep/api-client";

export function bodyOf(one: RecurringOrder): RecurringOrderBody {
  const { is_located, lat, lon, ...shipment } = one.shipment;
  return {
    reference: one.reference,
    merchant: one.merchant,
    days_ahead: one.days_ahead,
    paused: one.paused,
    // A place that is only a guess is looked up again.
    shipment: { ...shipment, ...(is_located ? { lat, lon } : {}) },
    schedule: one.schedule,
  };
}
