/** What the screens call the shapes of the HTTP API. The shapes themselves are generated. */
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Session = Schemas["SessionView"];
export type ClockReading = Schemas["ClockView"];
export type MapInfo = Schemas["MapView"];
export type Window = Schemas["PlanWindowView"];

export type Shipment = Schemas["ShipmentView"];
export type ShipmentPage = Schemas["ShipmentsView"];
export type ImportReport = Schemas["ImportView"];
export type Order = Schemas["OrderView"];
export type OrderBody = Schemas["OrderBody"];
export type ShipmentChange = Schemas["ShipmentChange"];
export type HistoryEntry = Schemas["HistoryEntryView"];
export type Parcel = Schemas["ParcelView"];
export type AddressBookEntry = Schemas["AddressBookEntryView"];
export type AddressBookBody = Schemas["AddressBookBody"];
export type RecurringOrder = Schemas["RecurringOrderView"];
export type RecurringOrderBody = Schemas["RecurringOrderBody"];
export type ManyOutcome = Schemas["ManyView"];
export type ImportPreview = Schemas["ImportPreviewView"];
export type Rejection = Schemas["FindingView"];

export type Setup = Schemas["SetupView"];
export type Company = Schemas["CompanyView"];
export type CompanyBody = Schemas["CompanyBody"];
export type RegionChoice = Schemas["RegionView"];
export type FoundAddress = Schemas["AddressView"];
export type Joining = Schemas["Joining"];
export type Invited = Schemas["InvitedView"];
export type Invitation = Schemas["InvitationView"];
export type NewInvitation = Schemas["NewInvitationView"];
export type Member = Schemas["MemberView"];
export type Role = Schemas["Role"];
export type ApiKey = Schemas["ApiKeyView"];
export type NewApiKey = Schemas["NewApiKeyView"];
export type ApiScope = Schemas["ScopeView"];
export type OwnAccount = Schemas["OwnAccountView"];
export type OwnSession = Schemas["OwnSessionView"];
export type SecondFactor = Schemas["SecondFactorView"];
export type DoorPayment = Schemas["DoorPaymentView"];
export type CardPayment = Schemas["CardPaymentView"];
export type CardPayments = Schemas["CardPaymentsView"];
export type Passkey = Schemas["PasskeyView"];
export type PasskeyQuestion = Schemas["QuestionView"];
/** What shows that somebody is the one whose account it is: the password, or a passkey's answer. */
export type Presence = Schemas["PresenceBody"];
export type OwnOrder = Schemas["OwnOrderView"];
export type OwnOrdersPage = Schemas["OwnOrdersView"];
export type SupportLink = Schemas["SupportView"];

export type DepotBody = Schemas["DepotBody"];
export type VehicleBody = Schemas["VehicleBody"];
export type DriverBody = Schemas["DriverBody"];
export type Availability = Schemas["AvailabilityView"];
export type Rest = Schemas["BreakView"];
export type Driver = Schemas["DriverDetailView"];
export type FleetSummary = Schemas["FleetSummaryView"];
export type Depot = Schemas["DepotView"];
export type Vehicle = Schemas["VehicleView"];
export type VehicleType = Schemas["VehicleTypeView"];
export type VehicleTypeBody = Schemas["VehicleTypeBody"];
export type Holiday = Schemas["HolidayView"];
export type PlanPrices = Schemas["PlanPricesView"];
export type Absence = Schemas["AbsenceView"];
export type DeviceGap = Schemas["DeviceGapView"];
export type HeldReport = Schemas["HeldReportView"];
export type SignInCode = Schemas["SignInCodeView"];

export type PlanState = Schemas["PlanStatus"];
export type PlanProgress = Schemas["ProgressView"];
export type PlanSummary = Schemas["PlanSummaryView"];
export type PlanStop = Schemas["PlanStopView"];
export type PlanRoute = Schemas["PlanRouteView"];
export type Unassigned = Schemas["UnassignedView"];
export type Plan = Schemas["PlanView"];

export type Disruption = Schemas["DisruptionView"];
export type DisruptionKind = Schemas["DisruptionKind"];
export type DisruptionBody = Schemas["DisruptionBody"];
export type DisruptionPreview = Schemas["PreviewView"];
export type Street = Schemas["StreetView"];

export type Position = Schemas["LivePositionView"];
export type Proof = Schemas["ProofView"];
export type LiveStop = Schemas["LiveStopView"];
export type Attempt = Schemas["AttemptView"];
export type Amount = Schemas["Cash"];
export type Cash = Schemas["CashView"];
export type CashShift = Schemas["CashShiftView"];
export type CashException = Schemas["CashExceptionView"];
export type Webhook = Schemas["WebhookView"];
export type JournalPage = Schemas["EventsView"];
export type JournalEvent = Schemas["EventView"];
export type LiveRoute = Schemas["LiveRouteView"];
export type LiveBreak = Schemas["LiveBreakView"];

export type Numbers = Schemas["NumbersView"];
export type RouteNumbers = Schemas["RouteNumbersView"];

export type Door = Schemas["DoorView"];
export type RoadRoute = Schemas["RouteView"];
export type Directions = Schemas["DirectionsView"];
export type DriverDay = Schemas["DriverRouteView"];
export type DriverCommand = Schemas["CommandBody"];
export type CommandResult = Schemas["CommandResult"];
export type PositionReport = Schemas["PositionBody"];
export type PositionsAnswer = Schemas["PositionsReportView"];
export type StoredFile = Schemas["FileView"];

export type TrackView = Schemas["TrackView"];

/** A refusal as RFC 9457 writes it. */
export type ProblemDocument = Omit<Schemas["ProblemView"], "findings"> & { findings?: Finding[] };
export type Finding = Partial<Rejection> & Pick<Rejection, "reason" | "fix">;
