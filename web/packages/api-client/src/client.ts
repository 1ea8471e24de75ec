import { API, address, request, send } from "./http.ts";
import type {
  RoadRoute,
  AddressBookBody,
  AddressBookEntry,
  Amount,
  ApiKey,
  ApiScope,
  Attempt,
  CardPayment,
  CardPayments,
  Cash,
  CashShift,
  ClockReading,
  CommandResult,
  Company,
  CompanyBody,
  Depot,
  DepotBody,
  DeviceGap,
  Directions,
  Disruption,
  DisruptionBody,
  DisruptionKind,
  DisruptionPreview,
  DoorPayment,
  Driver,
  DriverBody,
  DriverCommand,
  DriverDay,
  HeldReport,
  FleetSummary,
  FoundAddress,
  HistoryEntry,
  Holiday,
  PlanPrices,
  ImportPreview,
  ImportReport,
  Invitation,
  Invited,
  Joining,
  JournalPage,
  LiveRoute,
  ManyOutcome,
  MapInfo,
  Member,
  NewApiKey,
  NewInvitation,
  Numbers,
  Order,
  OrderBody,
  OwnAccount,
  OwnOrdersPage,
  OwnSession,
  Parcel,
  Passkey,
  PasskeyQuestion,
  Plan,
  PlanSummary,
  PositionReport,
  PositionsAnswer,
  Presence,
  RecurringOrder,
  RecurringOrderBody,
  RegionChoice,
  Role,
  SecondFactor,
  Session,
  Setup,
  Shipment,
  ShipmentChange,
  ShipmentPage,
  SignInCode,
  StoredFile,
  Street,
  SupportLink,
  TrackView,
  Vehicle,
  VehicleBody,
  VehicleType,
  VehicleTypeBody,
  Webhook,
} from "./names.ts";

interface Items<Item> {
  items: Item[];
}

export const session = {
  current: () => request<Session | null>("GET", "/session"),
  signIn: (email: string, password: string, secondFactor: string | null = null) =>
    request<Session>("POST", "/session", { json: { email, password, second_factor: secondFactor } }),
  lookAtInvitation: (token: string) => request<Invited>("POST", "/session/invitation", { json: { token } }),
  join: (body: Joining) => request<Session>("POST", "/session/joining", { json: body }),
  signInByLink: (code: string) => request<Session>("POST", "/session/link", { json: { code } }),
  signOut: () => request<void>("DELETE", "/session"),
  methods: () => request<{ provider: string | null }>("GET", "/session/methods"),
  elsewhereUrl: `${API}/session/oidc`,
  askForPasskey: () => request<PasskeyQuestion>("POST", "/session/passkey/question"),
  signInByPasskey: (ticket: string, answer: object) => request<Session>("POST", "/session/passkey", { json: { ticket, answer } }),
};

export const clock = () => request<ClockReading>("GET", "/clock");
export const map = () => request<MapInfo>("GET", "/map");

export interface ShipmentFilter {
  service_on?: string;
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

export type ShipmentAction = "hold" | "resume" | "cancel" | "reinstate";

export const orders = {
  create: (body: OrderBody, key: string) => request<Order>("POST", "/orders", { json: body, key }),
  change: (id: string, body: ShipmentChange, version: number) =>
    request<Shipment>("PATCH", `/shipments/${id}`, { json: body, version }),
  act: (id: string, action: ShipmentAction, version: number, note = "") =>
    request<Shipment>("POST", `/shipments/${id}/${action}`, {
      version,
      ...(action === "hold" || action === "cancel" ? { json: { note } } : {}),
    }),
  many: (action: ShipmentAction, shipments: { id: string; version: number }[], note = "") =>
    request<ManyOutcome>("POST", "/shipments/bulk", { json: { action, note, shipments } }),
  split: (id: string, body: { reference: string; parcel_ids: string[]; service_on?: string }, version: number) =>
    request<{ stays: Shipment; new: Shipment }>("POST", `/shipments/${id}/split`, { json: body, version }),
  history: (id: string) => request<Items<HistoryEntry>>("GET", `/shipments/${id}/history`),
  parcels: (id: string) => request<Items<Parcel>>("GET", `/shipments/${id}/parcels`),
  preview: (file: Blob, serviceOn: string, merchant: string, mapping: Record<string, string> | null) =>
    request<ImportPreview>("POST", "/shipments/import/preview", {
      query: { service_on: serviceOn, merchant, mapping: mapping && JSON.stringify(mapping) },
      body: file,
      contentType: "application/octet-stream",
    }),
  importFile: (file: File, serviceOn: string, merchant: string, update: boolean) =>
    request<ImportReport>("POST", "/shipments/import", {
      query: { service_on: serviceOn, merchant, update, file_name: file.name },
      body: file,
      contentType: "application/octet-stream",
    }),
  rememberMapping: (merchant: string, columns: Record<string, string>) =>
    request<void>("PUT", "/import-mapping", { query: { merchant }, json: { columns } }),
  labels: async (body: { service_on?: string; shipment_ids?: string[]; format: "pdf" | "zpl" }) =>
    (await send("POST", "/labels", { json: body })).blob(),
  exportUrl: (filter: Omit<ShipmentFilter, "service_on" | "cursor"> & { service_on?: string }) => address("/shipments/export.csv", { ...filter }),
  reportUrl: (importId: string) => `${API}/imports/${importId}/report.csv`,
};

export const addressBook = {
  list: (q: string, cursor: string | null = null) =>
    request<{ items: AddressBookEntry[]; next_cursor: string | null }>("GET", "/address-book", { query: { q, cursor } }),
  add: (body: AddressBookBody) => request<AddressBookEntry>("POST", "/address-book", { json: body }),
  change: (id: string, body: AddressBookBody, version: number) =>
    request<AddressBookEntry>("PUT", `/address-book/${id}`, { json: body, version }),
  remove: (id: string, version: number) => request<void>("DELETE", `/address-book/${id}`, { version }),
};

export const recurringOrders = {
  list: () => request<Items<RecurringOrder>>("GET", "/recurring-orders"),
  add: (body: RecurringOrderBody) => request<RecurringOrder>("POST", "/recurring-orders", { json: body }),
  change: (id: string, body: RecurringOrderBody, version: number) =>
    request<RecurringOrder>("PUT", `/recurring-orders/${id}`, { json: body, version }),
  remove: (id: string, version: number) => request<void>("DELETE", `/recurring-orders/${id}`, { version }),
};

export const devices = {
  gaps: () => request<Items<DeviceGap>>("GET", "/devices/gaps"),
  held: () => request<Items<HeldReport>>("GET", "/held-reports"),
  release: (id: string) => request<HeldReport>("POST", `/held-reports/${id}/release`),
  setAside: (id: string, note: string) =>
    request<HeldReport>("POST", `/held-reports/${id}/set-aside`, { json: { note } }),
};

export const fleet = {
  depots: (retired = false) => request<Items<Depot>>("GET", "/depots", { query: { retired } }),
  vehicles: (retired = false) => request<Items<Vehicle>>("GET", "/vehicles", { query: { retired } }),
  drivers: (retired = false) => request<Items<Driver>>("GET", "/drivers", { query: { retired } }),
  addDepot: (body: DepotBody) => request<Depot>("POST", "/depots", { json: body }),
  changeDepot: (id: string, body: DepotBody, version: number) =>
    request<Depot>("PUT", `/depots/${id}`, { json: body, version }),
  addVehicle: (body: VehicleBody) => request<Vehicle>("POST", "/vehicles", { json: body }),
  changeVehicle: (id: string, body: VehicleBody, version: number) =>
    request<Vehicle>("PUT", `/vehicles/${id}`, { json: body, version }),
  addDriver: (body: DriverBody) => request<Driver>("POST", "/drivers", { json: body }),
  changeDriver: (id: string, body: DriverBody, version: number) =>
    request<Driver>("PUT", `/drivers/${id}`, { json: body, version }),
  types: () => request<Items<VehicleType>>("GET", "/vehicle-types"),
  addType: (body: VehicleTypeBody) => request<VehicleType>("POST", "/vehicle-types", { json: body }),
  changeType: (id: string, body: VehicleTypeBody, version: number) =>
    request<VehicleType>("PUT", `/vehicle-types/${id}`, { json: body, version }),
  removeType: (id: string, version: number) => request<void>("DELETE", `/vehicle-types/${id}`, { version }),
  holidays: () => request<Items<Holiday>>("GET", "/holidays"),
  putHoliday: (on: string, name: string) => request<Holiday>("PUT", `/holidays/${on}`, { json: { name } }),
  removeHoliday: (on: string) => request<void>("DELETE", `/holidays/${on}`),
  prices: () => request<PlanPrices>("GET", "/plan-prices"),
  setPrices: (body: PlanPrices) => request<PlanPrices>("PUT", "/plan-prices", { json: body }),
  retire: (kind: FleetKind, id: string, version: number) =>
    request<void>("DELETE", `/${kind}/${id}`, { version }),
  restore: (kind: FleetKind, id: string) => send("POST", `/${kind}/${id}/restore`),
  signInCode: (driverId: string) => request<SignInCode>("POST", `/drivers/${driverId}/sign-in-codes`),
  importToml: (toml: Blob) =>
    request<FleetSummary>("POST", "/fleet/import", { body: toml, contentType: "application/toml" }),
  exportUrl: `${API}/fleet.toml`,
};

export type FleetKind = "depots" | "vehicles" | "drivers";

export const company = {
  setup: () => request<Setup>("GET", "/setup"),
  get: () => request<Company>("GET", "/company"),
  change: (body: CompanyBody, version: number) => request<Company>("PUT", "/company", { json: body, version }),
  askManagersTwice: (asks: boolean) => request<Company>("PUT", "/company/second-factor", { json: { asks } }),
  chooseRegion: (name: string) => request<Company>("PUT", "/company/region", { json: { name } }),
  bringRegion: (name: string) => request<RegionChoice>("POST", "/regions", { json: { name } }),
};

export const addresses = {
  find: (q: string) => request<Items<FoundAddress>>("GET", "/addresses", { query: { q } }),
  nearest: (lat: number, lon: number) =>
    request<Items<FoundAddress>>("GET", "/addresses/nearest", { query: { lat, lon } }),
};

export const team = {
  get: () => request<{ members: Member[]; invitations: Invitation[] }>("GET", "/team"),
  invite: (email: string, name: string, role: Role, merchant = "") =>
    request<NewInvitation>("POST", "/team/invitations", { json: { email, name, role, merchant } }),
  resetSecondFactor: (id: string) => request<void>("POST", `/team/members/${id}/second-factor-reset`),
  letSupportIn: (name: string, reason: string, hours: number) =>
    request<SupportLink>("POST", "/team/support", { json: { name, reason, hours } }),
  showSupportOut: () => request<void>("DELETE", "/team/support"),
  withdraw: (id: string) => request<void>("DELETE", `/team/invitations/${id}`),
  setRole: (id: string, role: Role, version: number) =>
    request<Member>("PUT", `/team/members/${id}/role`, { json: { role }, version }),
  setSuspended: (id: string, suspended: boolean, version: number) =>
    request<Member>("PUT", `/team/members/${id}/suspension`, { json: { suspended }, version }),
  signOut: (id: string) => request<{ devices: number }>("POST", `/team/members/${id}/sign-out`),
};

export const apiKeys = {
  list: () => request<{ items: ApiKey[]; scopes: ApiScope[] }>("GET", "/api-keys"),
  create: (name: string, scopes: string[]) => request<NewApiKey>("POST", "/api-keys", { json: { name, scopes } }),
  remove: (id: string) => request<void>("DELETE", `/api-keys/${id}`),
};

export const account = {
  get: () => request<OwnAccount>("GET", "/account"),
  sessions: () => request<Items<OwnSession>>("GET", "/account/sessions"),
  endSession: (id: string) => request<void>("DELETE", `/account/sessions/${id}`),
  endOtherSessions: () => request<void>("DELETE", "/account/sessions"),
  changePassword: (present: string, next: string) =>
    request<void>("PUT", "/account/password", { json: { present, new: next } }),
  beginSecondFactor: (shown: Partial<Presence>) =>
    request<SecondFactor>("POST", "/account/second-factor", { json: shown }),
  confirmSecondFactor: (code: string) =>
    request<{ codes: string[] }>("POST", "/account/second-factor/confirmation", { json: { code } }),
  renewRecoveryCodes: (shown: Partial<Presence>) =>
    request<{ codes: string[] }>("POST", "/account/second-factor/recovery-codes", { json: shown }),
  removeSecondFactor: (shown: Partial<Presence>) =>
    request<void>("POST", "/account/second-factor/removal", { json: shown }),
  passkeys: () => request<Items<Passkey>>("GET", "/account/passkeys"),
  beginPasskey: (shown: Partial<Presence>) => request<PasskeyQuestion>("POST", "/account/passkeys/question", { json: shown }),
  addPasskey: (ticket: string, name: string, answer: object) =>
    request<Passkey>("POST", "/account/passkeys", { json: { ticket, name, answer } }),
  removePasskey: (id: string, shown: Partial<Presence>) => request<void>("POST", `/account/passkeys/${id}/removal`, { json: shown }),
};

/** A merchant's own orders. */
export const merchant = {
  orders: (q: string, cursor: string | null = null, signal?: AbortSignal) =>
    request<OwnOrdersPage>("GET", "/merchant/orders", {
      query: { q, ...(cursor ? { cursor } : {}) },
      ...(signal ? { signal } : {}),
    }),
};

export type PlanFile = "manifest.pdf" | "stops.csv" | "routes.geojson" | "plan.json";

export const plans = {
  start: (serviceOn: string, seconds: number, withTraffic = false) =>
    request<Plan>("POST", "/plans", { json: { service_on: serviceOn, seconds, with_traffic: withTraffic } }),
  list: (serviceOn: string) => request<Items<PlanSummary>>("GET", "/plans", { query: { service_on: serviceOn } }),
  get: (id: string) => request<Plan>("GET", `/plans/${id}`),
  stop: (id: string) => send("POST", `/plans/${id}/stop`),
  release: (id: string) => request<Plan>("POST", `/plans/${id}/release`),
  recall: (id: string) => request<Plan>("POST", `/plans/${id}/recall`),
  fileUrl: (id: string, file: PlanFile) => `${API}/plans/${id}/${file}`,
};

export const cash = {
  list: () => request<Cash>("GET", "/cash"),
  handIn: (id: string, counted: Amount[]) =>
    request<CashShift>("POST", `/cash/shifts/${id}/hand-in`, { json: { counted } }),
  approve: (id: string, note: string) =>
    request<CashShift>("POST", `/cash/shifts/${id}/approve`, { json: { note } }),
  settle: (id: string, note: string) => send("POST", `/cash/exceptions/${id}/settle`, { json: { note } }),
  cards: () => request<CardPayments>("GET", "/payments"),
  refund: (id: string) => request<CardPayment>("POST", `/payments/${id}/refund`),
};

export const webhooks = {
  list: () => request<Items<Webhook>>("GET", "/webhooks"),
  create: (url: string, kinds: string[]) =>
    request<{ id: string; secret: string }>("POST", "/webhooks", { json: { url, kinds } }),
  enable: (id: string, enabled: boolean) => request<Webhook>("PATCH", `/webhooks/${id}`, { json: { enabled } }),
  remove: (id: string) => send("DELETE", `/webhooks/${id}`),
  newSecret: (id: string) => request<{ id: string; secret: string }>("POST", `/webhooks/${id}/secret`),
  test: (id: string) => send("POST", `/webhooks/${id}/test`),
  skip: (id: string) => send("POST", `/webhooks/${id}/skip`),
  replay: (id: string, from: Date, to: Date) =>
    request<{ count: number }>("POST", `/webhooks/${id}/replay`, {
      json: { from_at: from.toISOString(), to_at: to.toISOString() },
    }),
};

export interface JournalFilter {
  kind: string;
  actor: string;
  subject_id: string;
  before: number | null;
}

export const journal = (filter: JournalFilter) =>
  request<JournalPage>("GET", "/events", {
    query: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== "" && value !== null)),
  });

export const proofs = {
  ofStop: (stopId: string) => request<Items<Attempt>>("GET", `/stops/${stopId}/attempts`),
};

export const disruptions = {
  list: (fromAt?: string, untilAt?: string) =>
    request<Items<Disruption>>("GET", "/disruptions", { query: { from_at: fromAt, until_at: untilAt } }),
  create: (body: DisruptionBody) => request<Disruption>("POST", "/disruptions", { json: body }),
  change: (id: string, version: number, body: DisruptionBody) =>
    request<Disruption>("PUT", `/disruptions/${id}`, { json: body, version }),
  end: (id: string) => request<Disruption>("POST", `/disruptions/${id}/end`),
  delete: (id: string) => request<void>("DELETE", `/disruptions/${id}`),
  preview: (geometry: DisruptionBody["geometry"], kind: DisruptionKind, signal?: AbortSignal) =>
    request<DisruptionPreview>("POST", "/disruptions/preview", { json: { geometry, kind }, ...(signal ? { signal } : {}) }),
  importGeoJson: (file: Blob) =>
    request<Items<Disruption>>("POST", "/disruptions/import", { body: file, contentType: "application/geo+json" }),
  exportUrl: `${API}/disruptions.geojson`,
};

export interface ReachAreas {
  features: { properties: { minutes: number }; geometry: Record<string, unknown> }[];
}

export const roads = {
  /** The way through some places as it is now, or as it is at a departure. */
  route: (points: { lat: number; lon: number }[], profile: string, departsAt: string | null = null) =>
    request<RoadRoute>("POST", "/roads/route", { json: { points, profile, departs_at: departsAt } }),
  /** The areas within some minutes of a place, with the closures of this moment, or as they are at a departure. */
  isochrones: (from: { lat: number; lon: number }, profile: string, minutes: number[], departsAt: string | null = null) => {
    const when = departsAt ? `&departs_at=${encodeURIComponent(departsAt)}` : "";
    const times = minutes.map((one) => `minutes=${one}`).join("&") + when;
    return request<ReachAreas>("GET", `/roads/isochrones?lat=${from.lat}&lon=${from.lon}&profile=${encodeURIComponent(profile)}&${times}`);
  },
};

export const streets = {
  find: (q: string, signal?: AbortSignal) =>
    request<Items<string>>("GET", "/streets", { query: { q }, ...(signal ? { signal } : {}) }),
  get: (name: string) => request<Street>("GET", `/streets/${encodeURIComponent(name)}`),
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
  payByCard: (stopId: string) => request<DoorPayment>("POST", `/driver/stops/${stopId}/payment`),
  takeCashInstead: (stopId: string) => request<DoorPayment>("POST", `/driver/stops/${stopId}/payment/cancel`),
  route: () => request<DriverDay>("GET", "/driver/route"),
  /** Turn by turn to a stop, from where the driver is or from the stop before. */
  directions: (stopId: string, language: string, from?: { lat: number; lon: number }) =>
    request<Directions>("GET", `/driver/stops/${stopId}/directions`, {
      query: { language, ...(from ? { lat: from.lat, lon: from.lon } : {}) },
    }),
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
