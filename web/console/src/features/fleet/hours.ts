/** The laws of drivers' hours that a vehicle can be under. */
import type { VehicleBody } from "@doorstep/api-client";
import { t } from "../../strings/index.ts";

export type HoursLaw = NonNullable<VehicleBody["hours_law"]>;

const LAWS: HoursLaw[] = ["none", "eu_561", "us_hos"];

export function hoursLawChoices(): { value: HoursLaw; label: string }[] {
  return LAWS.map((value) => ({ value, label: t.fleet.vehicle.laws[value] }));
}
