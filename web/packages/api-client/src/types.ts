/** The shapes of the HTTP API, as the screens use them. Times are ISO 8601 in UTC. */

export interface Session {
  actor: { kind: "account" | "driver"; id: string; name: string; email?: string | null; role: string };
  tenant: { id: string; name: string; timezone: string; currency: string; locale: string };
  demo: boolean;
}

export interface ClockReading {
  now_at: string;
  speed: number;
}

export interface MapInfo {
  name: string;
  bounds: [number, number, number, number];
  center: [number, number];
  tiles_url: string;
  attribution: string;
}

export interface Window {
  early_at: string;
  late_at: string;
}

export interface Shipment {
  id: string;
  reference: string;
  service_on: string;
  recipient: { name: string; phone: string; email: string };
  address: string;
  lat: number;
  lon: number;
  windows: Window[];
  parcels: number;
  weight_g: number;
  volume_cm3: number;
  service_s: number;
  skills: string[];
  priority: number;
  note: string;
  status: string;
  tracking_url: string;
}

export interface ShipmentPage {
  items: Shipment[];
  next_cursor: string | null;
  total: number;
  counts: Record<string, number>;
}

export interface Rejection {
  line: number;
  column: string;
  value: string;
  reason: string;
  fix: string;
}

export interface ImportReport {
  added: number;
  unchanged: number;
  rejected: Rejection[];
}

export interface Depot {
  id: string;
  name: string;
  address: string;
  lat: number;
  lon: number;
}

export interface Vehicle {
  id: string;
  name: string;
  depot_id: string;
  profile: string;
  shift_start: string;
  shift_end: string;
  capacity_g: number;
  capacity_cm3: number;
  skills: string[];
  color: string;
  driver: { id: string; name: string } | null;
}

export interface SignInCode {
  code: string;
  url: string;
  qr_svg: string;
  expires_at: string;
}

export type PlanState = "queued" | "matrix" | "solving" | "ready" | "failed" | "released" | "superseded";

export interface PlanProgress {
  elapsed_s: number;
  cost_minor: number;
  routes: number;
  unassigned: number;
}

export interface PlanSummary {
  id: string;
  service_on: string;
  status: PlanState;
  created_at: string;
}

export interface PlanStop {
  id: string;
  sequence: number;
  shipment_id: string;
  reference: string;
  recipient: string;
  address: string;
  lat: number;
  lon: number;
  arrival_at: string;
  service_start_at: string;
  departure_at: string;
  windows: Window[];
  parcels: number;
}

export interface PlanRoute {
  id: string;
  vehicle_id: string;
  vehicle: string;
  driver: string;
  color: string;
  start_at: string;
  end_at: string;
  distance_m: number;
  cost_minor: number;
  load: { weight_g: number; volume_cm3: number; capacity_g: number; capacity_cm3: number };
  geometry: string;
  depot: { name: string; lat: number; lon: number };
  stops: PlanStop[];
}

export interface Unassigned {
  shipment_id: string;
  reference: string;
  address: string;
  lat: number;
  lon: number;
  reason: string;
  sentence: string;
  action: string;
}

export interface Plan extends PlanSummary {
  seconds: number;
  progress: PlanProgress | null;
  problem: { code: string; detail: string; action: string } | null;
  currency: string;
  cost_minor: number;
  distance_m: number;
  duration_s: number;
  routes: PlanRoute[];
  unassigned: Unassigned[];
}

export interface Position {
  lat: number;
  lon: number;
  fixed_at: string;
  heading_deg: number | null;
  speed_mps: number | null;
}

export interface Proof {
  photos: string[];
  signature: string | null;
  recipient_name: string;
}

export interface LiveStop extends PlanStop {
  status: "planned" | "en_route" | "arrived" | "delivered" | "failed";
  eta_at: string | null;
  completed_at: string | null;
  reason: string | null;
  proof: Proof | null;
}

export interface LiveRoute extends Omit<PlanRoute, "stops"> {
  status: "released" | "started" | "finished";
  position: Position | null;
  done: number;
  failed: number;
  total: number;
  late: number;
  stops: LiveStop[];
}

export interface RouteNumbers {
  route_id: string;
  vehicle: string;
  delivered: number;
  failed: number;
  total: number;
  on_time_rate: number | null;
  stops_per_hour: number | null;
  distance_m: number;
  cost_minor: number;
}

export interface Numbers {
  service_on: string;
  planned_stops: number;
  delivered: number;
  failed: number;
  remaining: number;
  on_time_rate: number | null;
  stops_per_hour: number | null;
  cost_per_delivery_minor: number | null;
  currency: string;
  distance_m: number;
  hours_worked_s: number;
  by_route: RouteNumbers[];
  definitions: Record<string, string>;
}

export interface DriverCommand {
  id: string;
  kind: "start_route" | "arrive" | "deliver" | "fail" | "finish_route";
  route_id: string;
  stop_id?: string;
  happened_at: string;
  position?: { lat: number; lon: number; accuracy_m?: number };
  photos?: string[];
  signature?: string;
  recipient_name?: string;
  reason?: string;
  note?: string;
}

export interface CommandResult {
  id: string;
  outcome: "applied" | "already_applied" | "refused";
  problem?: ProblemDocument | null;
}

export interface PositionReport {
  fixed_at: string;
  lat: number;
  lon: number;
  accuracy_m?: number;
  heading_deg?: number;
  speed_mps?: number;
}

export interface TrackView {
  reference: string;
  merchant: string;
  status: string;
  window: Window | null;
  eta: Window | null;
  stops_before: number | null;
  address: string;
  lat: number;
  lon: number;
  driver: { first_name: string; lat: number; lon: number; heading_deg: number | null } | null;
  delivered: { at: string; recipient_name: string; photo_url?: string | null } | null;
  failed: { at: string; reason: string } | null;
  map: MapInfo;
  timezone: string;
  locale: string;
}

export interface Finding {
  line?: number;
  column?: string;
  value?: string;
  reason: string;
  fix: string;
}

export interface ProblemDocument {
  type?: string;
  title: string;
  status?: number;
  detail: string;
  code: string;
  action?: string;
  findings?: Finding[];
}
