/** What the page of the roads shows; pure. */
import type { Disruption, DisruptionBody } from "@doorstep/api-client";
import type { Drawing, MapShape } from "@doorstep/map";
import { t } from "../../strings/index.ts";

export type Stage = "now" | "soon" | "over";

/** Where a disruption is in its life. */
export function stageOf(disruption: Disruption, now: number): Stage {
  if (disruption.ends_at !== null && Date.parse(disruption.ends_at) <= now) return "over";
  return Date.parse(disruption.starts_at) <= now ? "now" : "soon";
}

/** What the map shows of disruptions; faint is what is not in force. */
export function mapShapes(items: Disruption[], isFaint: (disruption: Disruption) => boolean): MapShape[] {
  return items.map((item) => ({
    id: item.id,
    kind: item.kind === "closure" ? "closed" : "slow",
    title: `${item.name}\n${t.roads.kinds[item.kind]}`,
    faint: isFaint(item),
    geometry: item.geometry,
  }));
}

/** The corners of a drawing, to bring it into view. */
export function pointsOf(drawing: Drawing): [number, number][] {
  const found: [number, number][] = [];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === "number" && typeof value[1] === "number") found.push([value[0], value[1]]);
    else value.forEach(walk);
  };
  walk(drawing["coordinates"]);
  if (Array.isArray(drawing["geometries"])) for (const part of drawing["geometries"] as Drawing[]) found.push(...pointsOf(part));
  return found;
}

/** A disruption as it is sent to be kept. */
export function bodyOf(item: Disruption): DisruptionBody {
  const { name, kind, starts_at, ends_at, profiles, speed_factor, added_s, note, hours, timezone, direction, geometry } = item;
  return { name, kind, starts_at, ends_at, profiles, speed_factor, added_s, note, hours, timezone, direction, geometry };
}
