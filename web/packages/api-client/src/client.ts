import { API, address, request, send } from "./http.ts";
import type {
  ClockReading, CommandResult, Depot, DriverCommand, DriverDay, ImportReport, LiveRoute, MapInfo, Numbers, Plan,
  PlanSummary, PositionReport, PositionsAnswer, Session, Shipment, ShipmentPage, SignInCode, StoredFile, TrackView,
  Vehicle,
} from "./names.ts";

interface Items<Item> {
  items: Item[];
}

export const session = {
  current: () => request<Session | null>("GET", "/session"),
  signIn: (email: string, password: string) =>
    request<Session>("POST", "/session", { json: { email, password } }),
  signInByLink: (code: string) => request<Session>("POST", "/session/link", { json: { code } }),
  signOut: () => request<void>("DELETE", "/session"),
};

export const clock = () => request<ClockReading>("GET", "/clock");
export const map = () => request<MapInfo>("GET", "/map");

export interface ShipmentFilter {
  service_on: string;
  status?: string;
  q?: string;
  limit?: number;
  cursor?: string | null;
}

export const shipments = {
  list: (filter: ShipmentFilter, signal?: AbortSignal) =>
    request<ShipmentPage>("GET", "/shipments", { query: { ...filter }, ...(signal ? { signal } : {}) }),
  get: (id: string) => request<Shipment>("GET", `/shipments/${id}`),
  importCsv: (serviceOn: string, csv: Blob | string, strict = false) =>
    request<ImportReport>("POST", "/shipments/import", {
      query: { service_on: serviceOn, strict },
      body: csv,
      contentType: "text/csv",
    }),
  loadDemo: (serviceOn: string, count: number) =>
    request<ImportReport>("POST", "/demo/shipments", { json: { service_on: serviceOn, count } }),
  exampleUrl: `${API}/shipments/import/example.csv`,
};

export const fleet = {
  depots: () => request<Items<Depot>>("GET", "/depots"),
  vehicles: () => request<Items<Vehicle>>("GET", "/vehicles"),
  signInCode: (driverId: string) => request<SignInCode>("POST", `/drivers/${driverId}/sign-in-codes`),
};

export type PlanFile = "manifest.pdf" | "stops.csv" | "routes.geojson" | "plan.json";

export const plans = {
  start: (serviceOn: string, seconds: number) =>
    request<Plan>("POST", "/plans", { json: { service_on: serviceOn, seconds } }),
  list: (serviceOn: string) => request<Items<PlanSummary>>("GET", "/plans", { query: { service_on: serviceOn } }),
  get: (id: string) => request<Plan>("GET", `/plans/${id}`),
  stop: (id: string) => send("POST", `/plans/${id}/stop`),
  release: (id: string) => request<Plan>("POST", `/plans/${id}/release`),
  recall: (id: string) => request<Plan>("POST", `/plans/${id}/recall`),
  fileUrl: (id: string, file: PlanFile) => `${API}/plans/${id}/${file}`,
};

export const routes = {
  list: (serviceOn: string) => request<Items<LiveRoute>>("GET", "/routes", { query: { service_on: serviceOn } }),
  get: (id: string) => request<LiveRoute>("GET", `/routes/${id}`),
};

export const numbers = (serviceOn: string) =>
  request<Numbers>("GET", "/numbers", { query: { service_on: serviceOn } });

export const demo = {
  drive: (speed: number) => send("POST", "/demo/drive", { json: { speed } }),
  pause: () => send("POST", "/demo/pause"),
  skipTo: (toAt: string) => send("POST", "/demo/skip", { json: { to_at: toAt } }),
};

export const driver = {
  signIn: (code: string) => request<Session>("POST", "/driver/session", { json: { code } }),
  signOut: () => request<void>("DELETE", "/driver/session"),
  route: () => request<DriverDay>("GET", "/driver/route"),
  sendCommands: (commands: DriverCommand[]) =>
    request<{ results: CommandResult[] }>("POST", "/driver/commands", { json: { commands } }),
  sendPositions: (positions: PositionReport[]) =>
    request<PositionsAnswer>("POST", "/driver/positions", { json: { positions } }),
  putFile: (sha256: string, file: Blob) =>
    request<StoredFile>("PUT", `/driver/files/${sha256}`, {
      body: file,
      contentType: file.type,
    }),
};

export const track = (token: string) => request<TrackView>("GET", `/track/${encodeURIComponent(token)}`);

export { address };
