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
export type Rejection = Schemas["FindingView"];

export type Depot = Schemas["DepotView"];
export type Vehicle = Schemas["VehicleView"];
export type SignInCode = Schemas["SignInCodeView"];

export type PlanState = Schemas["PlanStatus"];
export type PlanProgress = Schemas["ProgressView"];
export type PlanSummary = Schemas["PlanSummaryView"];
export type PlanStop = Schemas["PlanStopView"];
export type PlanRoute = Schemas["PlanRouteView"];
export type Unassigned = Schemas["UnassignedView"];
export type Plan = Schemas["PlanView"];

export type Position = Schemas["LivePositionView"];
export type Proof = Schemas["ProofView"];
export type LiveStop = Schemas["LiveStopView"];
export type LiveRoute = Schemas["LiveRouteView"];

export type Numbers = Schemas["NumbersView"];
export type RouteNumbers = Schemas["RouteNumbersView"];

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
