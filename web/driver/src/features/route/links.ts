/** Links that hand over to the phone's own apps. */

import type { DriverStop } from "../../state/project.ts";

/** A link that opens the phone's own navigation app. */
export function navigationLink(stop: DriverStop, userAgent: string = navigator.userAgent): string {
  const place = `${stop.lat.toFixed(6)},${stop.lon.toFixed(6)}`;
  // iOS does not know geo: links.
  if (/iPhone|iPad|iPod/.test(userAgent)) return `maps:?daddr=${place}&dirflg=d`;
  return `geo:${place}?q=${place}(${encodeURIComponent(stop.address)})`;
}

export function callLink(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, "")}`;
}
