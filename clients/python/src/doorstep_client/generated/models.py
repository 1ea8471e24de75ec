# Written by tools/python_client.py from the API description; do not edit.
"""The shapes that go over the wire."""


# ruff: noqa: E501, RUF001, RUF002


from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


class AbsenceBody(TypedDict):
    """From one date to another, both included; without an end, one date."""

    first_on: "str"
    last_on: "NotRequired[str | None]"
    reason: "NotRequired[AbsenceReason]"


AbsenceReason: TypeAlias = Literal['day_off', 'vacation', 'sick', 'training', 'workshop']
"""Why somebody or something is away."""


class AbsenceView(TypedDict):
    """From one date to another, both included, and why."""

    first_on: "str"
    last_on: "str"
    reason: "AbsenceReason"


class ActorView(TypedDict):
    """Who is signed in."""

    email: "str"
    id: "str"
    kind: "str"
    name: "str"
    role: "str"


class AddressBookBody(TypedDict):
    """A recipient who comes again: who, where, and what they wish."""

    address: "str"
    lat: "NotRequired[float | None]"
    lon: "NotRequired[float | None]"
    note: "NotRequired[str]"
    recipient: "RecipientBody"


class AddressBookEntryView(TypedDict):
    """An entry; ``version`` is what If-Match names."""

    address: "str"
    id: "str"
    is_located: "bool"
    lat: "float"
    lon: "float"
    note: "str"
    recipient: "RecipientView"
    updated_at: "str"
    version: "int"


class AddressBookView(TypedDict):
    """A page of the address book, by name."""

    items: "list[AddressBookEntryView]"
    next_cursor: "str | None"


class AddressView(TypedDict):
    """An address that was found; confidence from 0 to 1."""

    confidence: "float"
    label: "str"
    lat: "float"
    lon: "float"


class AddressesView(TypedDict):
    """What was found, the best first."""

    items: "list[AddressView]"


Algorithm: TypeAlias = Literal['ES256', 'EdDSA']
"""How a device signs; the names are those of JSON Web Algorithms."""


class AnswerBody(TypedDict):
    """What the device answers, as browsers give it, with the ticket of the question."""

    answer: "dict[str, Any]"
    ticket: "str"


class ApiKeyBody(TypedDict):
    """What the key is for and what it may do."""

    name: "str"
    scopes: "list[str]"


class ApiKeyView(TypedDict):
    """A key; ``prefix`` is how its secret begins."""

    created_at: "str"
    created_by: "str"
    id: "str"
    last_used_at: "str | None"
    name: "str"
    prefix: "str"
    scopes: "list[str]"


class ApiKeysView(TypedDict):
    """The company's keys, the newest first, and what a key can be given."""

    items: "list[ApiKeyView]"
    scopes: "list[ScopeView]"


class AttemptView(TypedDict):
    """One attempt and its proof."""

    bundle_url: "str | None"
    clock_offset_s: "float | None"
    disputed: "str"
    distance_m: "int | None"
    evidence_sha256: "str | None"
    flags: "list[str]"
    handed_to: "HandedTo"
    happened_at: "str"
    id: "str"
    outcome: "Literal['delivered', 'failed']"
    pin: "PinVerdict"
    reason: "FailReason | None"
    receipt_url: "str | None"
    recorded_at: "str"
    signed: "Literal['valid', 'unsigned', 'unknown_device', 'wrong', 'other_report']"


class AttemptsView(TypedDict):
    """The attempts at a stop, first to last."""

    items: "list[AttemptView]"


class AvailabilityBody(TypedDict):
    """On which dates it works: days of the week (Monday is 1), but for absences."""

    absences: "NotRequired[list[AbsenceBody]]"
    weekdays: "NotRequired[list[int]]"
    works_holidays: "NotRequired[bool]"


class AvailabilityView(TypedDict):
    """On which dates it works: days of the week (Monday is 1), but for absences."""

    absences: "list[AbsenceView]"
    weekdays: "list[int]"
    works_holidays: "bool"


class BreakBody(TypedDict):
    """Rest within the shift; begins between two local clock times."""

    duration_s: "int"
    earliest: "str"
    latest: "str"


class BreakView(TypedDict):
    """Rest within the shift."""

    duration_s: "int"
    earliest: "str"
    latest: "str"


class CardPaymentView(TypedDict):
    """A card payment; ``problem`` says what somebody should look at, and is empty otherwise."""

    amount_minor: "int"
    asked_at: "str"
    captured_minor: "int"
    charge_ref: "str"
    currency: "str"
    id: "str"
    paid_at: "str | None"
    problem: "str"
    reference: "str"
    shipment_id: "str"
    state: "PaymentState"


class CardPaymentsView(TypedDict):
    """Card payments, the newest first; ``provider`` is empty where cards are not taken."""

    items: "list[CardPaymentView]"
    provider: "str"


class Cash(TypedDict):
    """Money that was collected at the door."""

    amount_minor: "int"
    currency: "str"


class CashExceptionView(TypedDict):
    """Money at a door that was not what was due."""

    difference: "Difference"
    driver_id: "str"
    due: "MoneyView | None"
    got: "MoneyView | None"
    id: "str"
    opened_at: "str"
    reference: "str"
    stop_id: "str"


class CashShiftView(TypedDict):
    """A driver's bag of cash; ``difference`` is collected less handed in less approved."""

    closed_at: "str | None"
    collected: "list[MoneyView]"
    deliveries: "int"
    difference: "list[MoneyView]"
    driver: "str"
    driver_id: "str"
    handed_in: "list[MoneyView]"
    id: "str"
    opened_at: "str"
    state: "ShiftState"


class CashView(TypedDict):
    """Bags, newest first, and the differences nobody has looked at yet."""

    exceptions: "list[CashExceptionView]"
    shifts: "list[CashShiftView]"


Change: TypeAlias = Literal['nothing', 'prize', 'window_later', 'window_earlier', 'shift_end', 'max_stops', 'capacity', 'skills', 'vehicle']
"""What would have to be different for a shipment to fit."""


class ChangeView(TypedDict):
    """One thing that became another."""

    after: "str"
    before: "str"
    field: "str"


class ClockView(TypedDict):
    """The time of the business; ``speed`` is above 1 when the demo runs fast."""

    now_at: "str"
    speed: "float"


class CodAmountBody(TypedDict):
    """Cash to collect, in whole minor units."""

    amount_minor: "int"
    currency: "str"


class CodAmountView(TypedDict):
    """An amount in whole minor units of a currency."""

    amount_minor: "int"
    currency: "str"


class CodView(TypedDict):
    """Cash to collect at the door, in minor units."""

    amount_minor: "int"
    currency: "str"


class Code(TypedDict):
    """A one-time sign-in code."""

    code: "str"


class CodeBody(TypedDict):
    """A code of the authenticator app."""

    code: "str"


class CollectionBody(TypedDict):
    """Where the same route fetches the goods first."""

    address: "str"
    lat: "float"
    lon: "float"
    name: "NotRequired[str]"
    phone: "NotRequired[str]"
    service_s: "NotRequired[int]"
    windows: "NotRequired[list[WindowBody]]"


class CollectionView(TypedDict):
    """Where the goods are fetched first, by the same route."""

    address: "str"
    lat: "float"
    lon: "float"
    name: "str"
    phone: "str"
    service_s: "int"
    windows: "list[WindowView]"


class ColumnView(TypedDict):
    """One column Doorstep reads."""

    default: "str"
    form: "str"
    meaning: "str"
    name: "str"


class CommandBody(TypedDict):
    """One report of a driver; ``id`` is made on the device and makes a repetition harmless."""

    age_checked: "NotRequired[int | None]"
    cash: "NotRequired[Cash | None]"
    device: "NotRequired[DeviceBody | None]"
    handed_to: "NotRequired[HandedTo]"
    happened_at: "str"
    id: "str"
    kind: "CommandKind"
    note: "NotRequired[str]"
    photos: "NotRequired[list[str]]"
    pin: "NotRequired[str]"
    position: "NotRequired[ReportedPosition | None]"
    reason: "NotRequired[FailReason | None]"
    recipient_name: "NotRequired[str]"
    route_id: "str"
    scans: "NotRequired[list[str]]"
    signature: "NotRequired[str | None]"
    stop_id: "NotRequired[str | None]"
    strokes: "NotRequired[list[list[list[float]]]]"


CommandKind: TypeAlias = Literal['start_route', 'arrive', 'deliver', 'fail', 'finish_route']
"""What a driver can report."""


class CommandResult(TypedDict):
    """What became of one report."""

    id: "str"
    outcome: "Literal['applied', 'already_applied', 'refused']"
    problem: "NotRequired[ProblemView | None]"


class CommandResults(TypedDict):
    """What became of each report, in the order in which they were sent."""

    results: "list[CommandResult]"


class CommandsBody(TypedDict):
    """Reports in the order in which they were made. One that does not fit is refused by
    itself, so that it never holds up the others. ``sent_at`` is the device's clock at the
    moment of sending, which tells how far off it is."""

    commands: "list[CommandBody | dict[str, Any]]"
    sent_at: "NotRequired[str | None]"


class CompanyBody(TypedDict):
    """A company as it shall be."""

    currency: "str"
    locale: "str"
    name: "str"
    timezone: "str"


class CompanyView(TypedDict):
    """A company; its name is empty until it has been set up."""

    asks_managers_twice: "bool"
    currency: "str"
    locale: "str"
    name: "str"
    region: "str"
    timezone: "str"
    version: "int"


class DeliveredView(TypedDict):
    """When it was handed over, and to whom."""

    at: "str"
    recipient_name: "str"


class DeliveriesView(TypedDict):
    """Deliveries, newest event first."""

    items: "list[DeliveryView]"


DeliveryStatus: TypeAlias = Literal['pending', 'delivered', 'dead']
"""What has become of one event for one endpoint."""


class DeliveryView(TypedDict):
    """What became of one event."""

    answer: "int | None"
    attempts: "int"
    error: "str"
    event_id: "str"
    kind: "str"
    last_at: "str | None"
    next_at: "str"
    queued_at: "str"
    status: "DeliveryStatus"


class DemoShipments(TypedDict):
    """How many made-up shipments, for which day."""

    count: "NotRequired[int]"
    seed: "NotRequired[int]"
    service_on: "str"


class DepotBody(TypedDict):
    """A depot as it shall be."""

    address: "NotRequired[str]"
    lat: "float"
    lon: "float"
    name: "str"


class DepotView(TypedDict):
    """Where routes start and end."""

    address: "str"
    id: "str"
    lat: "float"
    lon: "float"
    name: "str"
    retired: "bool"
    version: "int"


class DepotsView(TypedDict):
    """Depots in their order."""

    items: "list[DepotView]"


class DeviceBody(TypedDict):
    """Which device made the report, and its signature. ``signed`` is the report's JSON
    without ``device``, as a text, exactly as it was signed."""

    id: "str"
    sequence: "int"
    signature: "NotRequired[str]"
    signed: "NotRequired[str]"


class DeviceGapView(TypedDict):
    """A device of which some reports are missing."""

    count: "int"
    device_id: "str"
    driver_id: "str"
    last_sequence: "int"
    missing: "list[int]"


class DeviceGapsView(TypedDict):
    """Devices of which some reports are missing."""

    items: "list[DeviceGapView]"


class DeviceView(TypedDict):
    """A registered device."""

    algorithm: "Algorithm"
    id: "str"
    registered_at: "str"


Difference: TypeAlias = Literal['short', 'over', 'missing', 'not_due', 'other_currency', 'again', 'after_hand_in']
"""Why money at the door was not what was due."""


Direction: TypeAlias = Literal['both', 'along', 'against']
"""Whom a drawing along a street is for, by the way they drive."""


class DirectionsView(TypedDict):
    """The way to a stop as it is now."""

    from_position: "bool"
    leg: "LegView"


class DisruptionBody(TypedDict):
    """A named change of the roads for a time. ``geometry`` is a GeoJSON LineString, Polygon
    or several of one; points are [lon, lat]. A line along a street means the street, a
    line across streets is a barrier."""

    added_s: "NotRequired[int]"
    direction: "NotRequired[Direction]"
    ends_at: "NotRequired[str | None]"
    geometry: "dict[str, Any]"
    hours: "NotRequired[str]"
    kind: "NotRequired[DisruptionKind]"
    name: "str"
    note: "NotRequired[str]"
    profiles: "NotRequired[list[str]]"
    speed_factor: "NotRequired[float]"
    starts_at: "str"
    timezone: "NotRequired[str]"


DisruptionKind: TypeAlias = Literal['closure', 'slow_zone', 'school_zone', 'event', 'weather', 'border_queue']
"""Why the roads differ for a time; it also says in which way."""


class DisruptionView(TypedDict):
    """A disruption; ``streets`` names the first few it means, ``edges`` counts their pieces."""

    added_s: "int"
    direction: "Direction"
    edges: "int"
    ends_at: "str | None"
    geometry: "dict[str, Any]"
    hours: "str"
    id: "str"
    kind: "DisruptionKind"
    name: "str"
    note: "str"
    profiles: "list[str]"
    speed_factor: "float"
    starts_at: "str"
    streets: "list[str]"
    timezone: "str"
    version: "int"


class DisruptionsView(TypedDict):
    """Disruptions, the earliest first."""

    items: "list[DisruptionView]"


class DoorPaymentView(TypedDict):
    """A payment as the driver shows it: the provider's page as a link and as a QR code."""

    amount_minor: "int"
    currency: "str"
    id: "str"
    qr_svg: "str"
    state: "PaymentState"
    url: "str"


class DoorView(TypedDict):
    """What the driver needs to know and to ask at one door."""

    dangerous_goods: "str"
    gate_code: "str"
    kind: "str"
    labels: "list[str]"
    min_age: "int"
    neighbour: "str"
    pays_by: "str"
    pin_check: "bool"
    safe_place: "str"
    stop_id: "str"
    temperature: "str"


class Drive(TypedDict):
    """How fast the day runs: seconds of the demo's clock in one real second."""

    speed: "NotRequired[float]"


class DrivenView(TypedDict):
    """A street, or part of it, that was driven."""

    distance_m: "float"
    street: "str"


class DriverBody(TypedDict):
    """A driver as they shall be."""

    availability: "NotRequired[AvailabilityBody]"
    name: "str"
    phone: "NotRequired[str]"
    skills: "NotRequired[list[str]]"


class DriverCode(TypedDict):
    """A driver's one-time sign-in code."""

    code: "str"


class DriverDetailView(TypedDict):
    """Who drives, and when."""

    availability: "AvailabilityView"
    id: "str"
    name: "str"
    phone: "str"
    retired: "bool"
    skills: "list[str]"
    version: "int"


class DriverRouteView(TypedDict):
    """The driver's route with its doors, or none; and the date of the next one after today.
    ``takes_cards`` tells whether what is due may be paid by card."""

    doors: "list[DoorView]"
    next_route_on: "str | None"
    route: "LiveRouteView | None"
    takes_cards: "bool"


class DriverView(TypedDict):
    """Who drives."""

    id: "str"
    name: "str"


class DriversView(TypedDict):
    """Drivers in their order."""

    items: "list[DriverDetailView]"


EndpointStatus: TypeAlias = Literal['enabled', 'disabled', 'gone']
"""Whether an endpoint is sent anything."""


class EventView(TypedDict):
    """One entry of the journal."""

    actor: "str"
    data: "dict[str, Any]"
    happened_at: "str"
    hash: "str"
    id: "str"
    kind: "str"
    recorded_at: "str"
    sequence: "int"
    subject_id: "str"


class EventsView(TypedDict):
    """Entries, newest first; ``next_before`` asks for older ones."""

    items: "list[EventView]"
    next_before: "int | None"


FailReason: TypeAlias = Literal['recipient_absent', 'refused', 'wrong_address', 'no_access', 'damaged', 'out_of_time', 'age_not_proved', 'not_paid']
"""Why goods were not handed over."""


class FailedView(TypedDict):
    """When it could not be handed over, and why."""

    at: "str"
    reason: "str"


class FileView(TypedDict):
    """A file that has arrived."""

    sha256: "str"
    size: "int"


class Finding(TypedDict):
    """One thing wrong with an input."""

    column: "NotRequired[str]"
    fix: "str"
    line: "NotRequired[int]"
    reason: "str"
    value: "NotRequired[str]"


class FindingView(TypedDict):
    """One thing wrong with a row; its line counts from 1, the header's line included."""

    column: "str | None"
    fix: "str"
    line: "int | None"
    reason: "str"
    value: "str | None"


class FixView(TypedDict):
    """One change with which a shipment that was left out would fit, proven to work."""

    change: "Change"
    cost_minor: "int"
    sentence: "str"
    vehicle: "str"


class FleetSummaryView(TypedDict):
    """How many there are in the fleet."""

    depots: "int"
    drivers: "int"
    vehicles: "int"


class HandIn(TypedDict):
    """What was counted at the desk, each currency once."""

    counted: "list[MoneyBody]"


class HandedOver(TypedDict):
    """What became of one report."""

    id: "str"
    outcome: "Literal['held', 'already_applied', 'refused']"
    problem: "NotRequired[ProblemView | None]"


class HandedOverView(TypedDict):
    """What became of each report, in the order in which they were sent."""

    results: "list[HandedOver]"


HandedTo: TypeAlias = Literal['recipient', 'household', 'neighbour', 'safe_place']
"""Who took the goods, or where they were left."""


class HeadingView(TypedDict):
    """One column of a file, with what it is taken for and why."""

    because: "str"
    column: "str"
    heading: "str"
    samples: "list[str]"


class HealthView(TypedDict):
    """The answer of a server that works."""

    status: "str"


class HeldReportView(TypedDict):
    """A report that waits for the office; ``cash`` is what it says was collected."""

    cash: "MoneyView | None"
    device_id: "str"
    driver_id: "str"
    happened_at: "str"
    id: "str"
    kind: "str"
    note: "str"
    received_at: "str"
    reference: "NotRequired[str]"
    route_id: "str"
    sequence: "int"
    shipment_id: "str | None"
    state: "Literal['held', 'released', 'set_aside']"
    stop_id: "str | None"


class HeldReportsBody(TypedDict):
    """Reports of one phone in the order in which they were made, each with its signature."""

    commands: "list[dict[str, Any]]"


class HeldReportsView(TypedDict):
    """The reports that wait."""

    items: "list[HeldReportView]"


class HistoryEntryView(TypedDict):
    """Something that happened: what, when, by whom and why."""

    actor: "str"
    actor_name: "str"
    changes: "list[ChangeView]"
    happened_at: "str"
    kind: "str"
    note: "str"
    recorded_at: "str"


class HistoryView(TypedDict):
    """What happened to a shipment, oldest first."""

    items: "list[HistoryEntryView]"


class HolderBody(TypedDict):
    """With whom a parcel is: which depot, vehicle or locker, and where there."""

    id: "NotRequired[str]"
    kind: "HolderKind"
    place: "NotRequired[str]"


HolderKind: TypeAlias = Literal['merchant', 'recipient', 'depot', 'vehicle', 'locker', 'neighbour', 'returned', 'lost']
"""Who or what can hold a parcel."""


class HolderView(TypedDict):
    """With whom a parcel is, and where there."""

    id: "str"
    kind: "HolderKind"
    place: "str"


class HolidayBody(TypedDict):
    """How a holiday is called."""

    name: "str"


class HolidayView(TypedDict):
    """A date on which the company rests."""

    name: "str"
    on: "str"


class HolidaysView(TypedDict):
    """Holidays in order."""

    items: "list[HolidayView]"


HoursLawName: TypeAlias = Literal['none', 'eu_561', 'us_hos']
"""Which law of drivers' hours binds whoever drives."""


class ImportPreviewView(TypedDict):
    """A file before it is taken in."""

    columns: "list[ColumnView]"
    findings: "list[FindingView]"
    headings: "list[HeadingView]"
    notices: "list[str]"
    rows: "list[PreviewRowView]"


class ImportReport(TypedDict):
    """What an import did. Parameters ---------- added, updated, unchanged How many shipments
    were new, were pending and said something else, were there already. rejected What is
    wrong with the rows that were left out. notices What was read in a way the sender
    should know, sentences. unlocated How many wait for a person to show where they go. id
    The import's own, under which its report is kept; empty where it is not."""

    added: "int"
    id: "NotRequired[str]"
    notices: "list[str]"
    rejected: "list[Finding]"
    unchanged: "int"
    unlocated: "NotRequired[int]"
    updated: "int"


class ImportView(TypedDict):
    """What an import did; ``rejected`` has the first 1000 faults, the report has more."""

    added: "int"
    id: "str"
    notices: "list[str]"
    rejected: "list[FindingView]"
    unchanged: "int"
    unlocated: "int"
    updated: "int"


class InstructionView(TypedDict):
    """What to do, where, and how far it is to the next instruction."""

    distance_m: "int"
    duration_s: "int"
    lat: "float"
    lon: "float"
    street: "str"
    text: "str"
    turn: "Turn"


class InvitationBody(TypedDict):
    """Whom to invite, as what."""

    email: "str"
    merchant: "NotRequired[str]"
    name: "NotRequired[str]"
    role: "Role"


class InvitationToken(TypedDict):
    """The token of an invitation's link."""

    token: "str"


class InvitationView(TypedDict):
    """A place in the team that waits for the one who has its link."""

    email: "str"
    expires_at: "str"
    id: "str"
    invited_by: "str"
    merchant: "str"
    name: "str"
    role: "Role"


class InvitedView(TypedDict):
    """What an invitation is for; the e-mail address is empty where the invited one names it."""

    company: "str"
    email: "str"
    name: "str"
    role: "Role"


class ItemView(TypedDict):
    """What became of one of several: an order, or why there is none (RFC 9457)."""

    index: "int"
    order: "NotRequired[OrderView | None]"
    problem: "NotRequired[dict[str, Any] | None]"
    reference: "str"


class ItemsView(TypedDict):
    """What became of each, in the order they were sent."""

    created: "int"
    items: "list[ItemView]"
    refused: "int"


class Joining(TypedDict):
    """Who takes the place of an invitation."""

    email: "NotRequired[str]"
    name: "str"
    password: "str"
    token: "str"


LabelFormat: TypeAlias = Literal['pdf', 'zpl']
"""A file to look at, or code for a label printer."""


class LabelSettings(TypedDict):
    """The company's own part of the numbers GS1 gives out; empty: none."""

    company_prefix: "str"


class LabelSettingsBody(TypedDict):
    """The company's GS1 prefix, 7 to 10 digits; empty: numbers of our own."""

    company_prefix: "str"


class LabelsBody(TypedDict):
    """Whose labels are wanted, and how: of some shipments, or of a whole service date."""

    format: "NotRequired[LabelFormat]"
    service_on: "NotRequired[str | None]"
    shipment_ids: "NotRequired[list[str]]"
    symbology: "NotRequired[Symbology]"


class LegView(TypedDict):
    """The way from one place to the next."""

    distance_m: "int"
    duration_s: "int"
    geometry: "str | dict[str, Any]"
    instructions: "list[InstructionView]"


class LiveBreakView(TypedDict):
    """A break as planned and as predicted: ``eta_at`` is null once a stop behind it was
    reached. ``before_stop`` is one more than the last stop's number on the way to the
    depot; ``law`` names the law of drivers' hours that asks for it, and is empty for a
    break of the shift."""

    before_stop: "int"
    end_at: "str"
    eta_at: "str | None"
    law: "str"
    start_at: "str"


class LiveDepotView(TypedDict):
    """Where the route starts and ends."""

    lat: "float"
    lon: "float"
    name: "str"


class LiveLoadView(TypedDict):
    """What is in the vehicle at the start and what fits in."""

    capacity_cm3: "int"
    capacity_g: "int"
    volume_cm3: "int"
    weight_g: "int"


class LivePositionView(TypedDict):
    """Where the driver is."""

    fixed_at: "str"
    heading_deg: "float | None"
    lat: "float"
    lon: "float"
    speed_mps: "float | None"


class LiveRouteView(TypedDict):
    """A released route as it stands now. ``done`` counts delivered stops, ``failed`` those
    that failed, ``late`` open ones whose ETA is after the last window."""

    breaks: "list[LiveBreakView]"
    color: "str"
    cost_minor: "int"
    currency: "str"
    depot: "LiveDepotView"
    distance_m: "int"
    done: "int"
    driver: "str"
    driver_id: "str"
    end_at: "str"
    failed: "int"
    finished_at: "str | None"
    geometry: "str"
    id: "str"
    late: "int"
    load: "LiveLoadView"
    plan_id: "str"
    position: "LivePositionView | None"
    service_on: "str"
    start_at: "str"
    started_at: "str | None"
    status: "Literal['released', 'started', 'finished']"
    stops: "list[LiveStopView]"
    total: "int"
    vehicle: "str"
    vehicle_id: "str"


class LiveRoutesView(TypedDict):
    """The day's routes, by vehicle."""

    items: "list[LiveRouteView]"


class LiveStopView(TypedDict):
    """A stop as planned, as it went, and as predicted. ``en_route`` is the first open stop of
    a route that has started. ``late`` means that the ETA is after the last window."""

    address: "str"
    arrival_at: "str"
    arrived_at: "str | None"
    cod: "CodView | None"
    completed_at: "str | None"
    departure_at: "str"
    disputed: "bool"
    eta_at: "str | None"
    id: "str"
    lat: "float"
    late: "bool"
    lon: "float"
    note: "str"
    parcels: "int"
    payment: "StopPaymentView | None"
    phone: "str"
    proof: "ProofView | None"
    reason: "str | None"
    recipient: "str"
    reference: "str"
    sequence: "int"
    service_start_at: "str"
    shipment_id: "str"
    status: "Literal['planned', 'en_route', 'delivered', 'failed']"
    windows: "list[StopWindowView]"


class LoadView(TypedDict):
    """What a vehicle carries when it leaves, and what it could."""

    capacity_cm3: "int"
    capacity_g: "int"
    volume_cm3: "int"
    weight_g: "int"


class LocalWindowBody(TypedDict):
    """A window by the clock on the wall; an end at or before the start is on the next day."""

    early: "str"
    late: "str"


class LocalWindowView(TypedDict):
    """A window by the clock on the wall."""

    early: "str"
    late: "str"


class LookView(TypedDict):
    """Somebody asked to see something, at least once in the hour from ``hour_at`` on."""

    actor: "str"
    hour_at: "str"
    kind: "str"
    subject_id: "str"


class LooksView(TypedDict):
    """Looks, those of the latest hour first."""

    items: "list[LookView]"


class ManyBody(TypedDict):
    """What to do with several shipments."""

    action: "Literal['hold', 'resume', 'cancel', 'reinstate']"
    note: "NotRequired[str]"
    override: "NotRequired[bool]"
    shipments: "list[OneOfMany]"


class ManyItemView(TypedDict):
    """What became of one of several: the shipment, or why it stays as it is."""

    id: "str"
    problem: "NotRequired[dict[str, Any] | None]"
    shipment: "NotRequired[ShipmentView | None]"


class ManyOrdersBody(TypedDict):
    """Several orders at once; each stands for itself."""

    orders: "list[OrderBody]"


class ManyView(TypedDict):
    """What became of each, in the order they were sent."""

    changed: "int"
    items: "list[ManyItemView]"
    refused: "int"


class MapView(TypedDict):
    """Where the city is and where its tiles are; bounds and centre as [lon, lat]."""

    attribution: "str"
    bounds: "list[float]"
    center: "list[float]"
    name: "str"
    tiles_url: "str"


class MappingBody(TypedDict):
    """Which column each heading means; empty text: none."""

    columns: "dict[str, str]"


class MatchBody(TypedDict):
    """The positions of a trip in the order of time."""

    noise_m: "NotRequired[float]"
    positions: "list[TracePosition]"
    profile: "NotRequired[str]"


class MatchView(TypedDict):
    """What was driven: a part for each run of positions that hang together."""

    distance_m: "int"
    geometry: "dict[str, Any]"
    matched: "int"
    parts: "list[list[DrivenView]]"


class MemberView(TypedDict):
    """Somebody with an account."""

    created_at: "str"
    email: "str"
    has_second_factor: "bool"
    id: "str"
    merchant: "str"
    name: "str"
    role: "Role"
    suspended: "bool"
    version: "int"


class MethodsView(TypedDict):
    """How people can sign in here; ``provider`` names the company's own sign-in, or is null."""

    provider: "str | None"


class MoneyBody(TypedDict):
    """An amount of one currency, in its minor units."""

    amount_minor: "int"
    currency: "str"


class MoneyView(TypedDict):
    """An amount of one currency, in its minor units."""

    amount_minor: "int"
    currency: "str"


class NewApiKeyView(TypedDict):
    """A new key with its secret, shown this once."""

    created_at: "str"
    created_by: "str"
    id: "str"
    last_used_at: "str | None"
    name: "str"
    prefix: "str"
    scopes: "list[str]"
    secret: "str"


class NewDevice(TypedDict):
    """The public half of a device's key, as SubjectPublicKeyInfo in base64url."""

    algorithm: "Algorithm"
    public_key: "str"


class NewInvitationView(TypedDict):
    """An invitation with its link, shown this once; the token stands behind ``#``."""

    email: "str"
    expires_at: "str"
    id: "str"
    invited_by: "str"
    merchant: "str"
    name: "str"
    role: "Role"
    url: "str"


class NewPasskeyBody(TypedDict):
    """A new passkey."""

    answer: "dict[str, Any]"
    name: "str"
    ticket: "str"


class NewWebhook(TypedDict):
    """Where events are to be sent, and which; none named means all."""

    description: "NotRequired[str]"
    kinds: "NotRequired[list[str]]"
    url: "str"


class NextDateView(TypedDict):
    """One of the next dates; ``problem`` says what kept its order from being made."""

    made: "bool"
    problem: "str"
    service_on: "str"


class Note(TypedDict):
    """Why somebody accepts it."""

    note: "str"


class NumbersView(TypedDict):
    """The day's numbers; ``definitions`` says how each is made."""

    by_route: "list[RouteNumbersView]"
    cost_per_delivery_minor: "int | None"
    currency: "str"
    definitions: "NotRequired[dict[str, str]]"
    delivered: "int"
    distance_m: "int"
    failed: "int"
    hours_worked_s: "int"
    on_time_rate: "float | None"
    planned_stops: "int"
    remaining: "int"
    service_on: "str"
    stops_per_hour: "float | None"


class OneOfMany(TypedDict):
    """A shipment in the version that was seen."""

    id: "str"
    version: "int"


class OrderBody(TypedDict):
    """A merchant's request: one or more shipments."""

    cancel_until_at: "NotRequired[str | None]"
    merchant: "NotRequired[str]"
    reference: "str"
    shipments: "list[ShipmentBody]"


class OrderChange(TypedDict):
    """What is different about the order itself; leave out what stays."""

    cancel_until_at: "NotRequired[str | None]"
    merchant: "NotRequired[str | None]"
    reference: "NotRequired[str | None]"


OrderStatus: TypeAlias = Literal['open', 'in_progress', 'completed', 'cancelled']
"""Where an order is, told by its shipments."""


class OrderView(TypedDict):
    """A merchant's request with its shipments; ``version`` is what If-Match names."""

    cancel_until_at: "str | None"
    created_at: "str"
    created_by: "str"
    id: "str"
    merchant: "str"
    reference: "str"
    shipments: "list[ShipmentView]"
    source: "Source"
    status: "OrderStatus"
    version: "int"


class OrdersView(TypedDict):
    """A page of orders, the newest first."""

    items: "list[OrderView]"
    next_cursor: "str | None"
    total: "int"


class OwnAccountView(TypedDict):
    """One's own account."""

    email: "str"
    has_password: "bool"
    has_second_factor: "bool"
    id: "str"
    may: "list[str]"
    name: "str"
    recovery_codes: "int"
    role: "str"


class OwnOrderView(TypedDict):
    """A merchant's own order."""

    created_at: "str"
    id: "str"
    reference: "str"
    shipments: "list[OwnShipmentView]"
    status: "OrderStatus"


class OwnOrdersView(TypedDict):
    """A page of a merchant's own orders, the newest first."""

    items: "list[OwnOrderView]"
    merchant: "str"
    next_cursor: "str | None"
    total: "int"


class OwnSessionView(TypedDict):
    """A browser one is signed in with; ``device`` is what it says it is."""

    began_at: "str"
    device: "str"
    expires_at: "str"
    id: "str"
    is_this_one: "bool"


class OwnSessionsView(TypedDict):
    """Where one is signed in, the newest first."""

    items: "list[OwnSessionView]"


class OwnShipmentView(TypedDict):
    """What a merchant sees of a shipment: what they have sent, and how it stands."""

    address: "str"
    cod: "CodAmountView | None"
    id: "str"
    parcels: "int"
    recipient: "str"
    reference: "str"
    service_on: "str"
    status: "ShipmentStatus"
    tracking_url: "str"
    windows: "list[WindowView]"


class PaceView(TypedDict):
    """The demo's time and how fast it runs."""

    now_at: "str"
    speed: "float"


class ParcelBody(TypedDict):
    """One physical unit; leave out what is not known."""

    barcode: "NotRequired[str]"
    height_mm: "NotRequired[int | None]"
    length_mm: "NotRequired[int | None]"
    weight_g: "NotRequired[int | None]"
    width_mm: "NotRequired[int | None]"


class ParcelView(TypedDict):
    """One physical unit; measures are none where they are not known."""

    barcode: "str"
    height_mm: "int | None"
    holder: "HolderView"
    id: "str"
    length_mm: "int | None"
    ordinal: "int"
    shipment_id: "str"
    weight_g: "int | None"
    width_mm: "int | None"


class ParcelsView(TypedDict):
    """A shipment's parcels."""

    items: "list[ParcelView]"


class PasskeyView(TypedDict):
    """A passkey of one's own."""

    created_at: "str"
    id: "str"
    last_used_at: "str | None"
    name: "str"


class PasskeysView(TypedDict):
    """One's passkeys, the oldest first."""

    items: "list[PasskeyView]"


class PasswordChange(TypedDict):
    """The password one has, and the one to have."""

    new: "str"
    present: "str"


class PastImportView(TypedDict):
    """A file that was taken in."""

    added: "int"
    created_at: "str"
    created_by: "str"
    file_name: "str"
    id: "str"
    merchant: "str"
    rejected: "int"
    service_on: "str"
    unchanged: "int"
    updated: "int"


class PastImportsView(TypedDict):
    """The newest imports."""

    items: "list[PastImportView]"


PaymentState: TypeAlias = Literal['asked', 'open', 'paid', 'cancelled', 'failed', 'refunded']
"""Where a payment is in its life."""


PaysBy: TypeAlias = Literal['any', 'card']
"""How the recipient means to pay what is due; ``any``: nobody has said, the door decides."""


PinVerdict: TypeAlias = Literal['not_asked', 'right', 'wrong', 'missing']
"""What the PIN said at the door is worth."""


class Place(TypedDict):
    """A point on the earth."""

    lat: "float"
    lon: "float"


class PlanPricesBody(TypedDict):
    """What plans count beside what vehicles cost, in minor units; 0: it costs nothing."""

    co2e_per_t_minor: "NotRequired[int]"
    extra_visit_minor: "NotRequired[int]"


class PlanPricesView(TypedDict):
    """What plans count beside what vehicles cost, in minor units; 0: it costs nothing."""

    co2e_per_t_minor: "int"
    extra_visit_minor: "int"


class PlanProblemView(TypedDict):
    """Why a plan failed, and what to do about it."""

    action: "str"
    code: "str"
    detail: "str"


class PlanRequest(TypedDict):
    """Which day to plan, how long the search may take, and whether peak hours count."""

    seconds: "NotRequired[int]"
    service_on: "str"
    with_traffic: "NotRequired[bool]"


class PlanRouteView(TypedDict):
    """One vehicle's route; ``geometry`` is an encoded polyline of precision 6."""

    breaks: "list[PlannedBreakView]"
    co2e_cost_minor: "int"
    co2e_g: "int"
    color: "str"
    cost_minor: "int"
    depot: "RouteDepotView"
    distance_m: "int"
    driver: "str"
    end_at: "str"
    extra_visits: "int"
    extra_visits_cost_minor: "int"
    geometry: "str"
    id: "str"
    load: "LoadView"
    start_at: "str"
    stops: "list[PlanStopView]"
    vehicle: "str"
    vehicle_id: "str"


PlanStatus: TypeAlias = Literal['queued', 'matrix', 'solving', 'ready', 'failed', 'released', 'superseded']
"""Where a plan is in its life."""


class PlanStopView(TypedDict):
    """One planned visit."""

    address: "str"
    arrival_at: "str"
    departure_at: "str"
    id: "str"
    kind: "Literal['delivery', 'pickup']"
    lat: "float"
    lon: "float"
    parcels: "int"
    recipient: "str"
    reference: "str"
    sequence: "int"
    service_start_at: "str"
    shipment_id: "str"
    slack_s: "int"
    windows: "list[PlanWindowView]"


class PlanSummaryView(TypedDict):
    """A plan without its routes. ``co2e_g`` are grams of CO2 equivalent from well to wheel;
    ``co2e_cost_minor`` is the part of the cost that is their price. ``extra_visits``
    counts visits to doors that are visited already, ``extra_visits_cost_minor`` is what
    these cost."""

    co2e_cost_minor: "int"
    co2e_g: "int"
    cost_minor: "int"
    created_at: "str"
    currency: "str"
    distance_m: "int"
    duration_s: "int"
    extra_visits: "int"
    extra_visits_cost_minor: "int"
    id: "str"
    problem: "PlanProblemView | None"
    progress: "ProgressView | None"
    seconds: "int"
    service_on: "str"
    status: "PlanStatus"
    stop_requested: "bool"


class PlanView(TypedDict):
    """A plan with its routes and what is unassigned."""

    co2e_cost_minor: "int"
    co2e_g: "int"
    cost_minor: "int"
    created_at: "str"
    currency: "str"
    distance_m: "int"
    duration_s: "int"
    extra_visits: "int"
    extra_visits_cost_minor: "int"
    id: "str"
    problem: "PlanProblemView | None"
    progress: "ProgressView | None"
    routes: "list[PlanRouteView]"
    seconds: "int"
    service_on: "str"
    status: "PlanStatus"
    stop_requested: "bool"
    unassigned: "list[UnassignedView]"


class PlanWindowView(TypedDict):
    """When service may start, both ends included."""

    early_at: "str"
    late_at: "str"


class PlannedBreakView(TypedDict):
    """Rest on the way: before which stop, one more than the last on the way to the depot.
    ``law`` names the law of drivers' hours that asks for it; empty for a break of the
    shift."""

    before_stop: "int"
    end_at: "str"
    law: "str"
    start_at: "str"


class PlansView(TypedDict):
    """The plans of a day, newest first."""

    items: "list[PlanSummaryView]"


class PositionBody(TypedDict):
    """One fix of the device: degrees WGS 84, metres, degrees from north, metres a second."""

    accuracy_m: "NotRequired[float | None]"
    fixed_at: "str"
    heading_deg: "NotRequired[float | None]"
    lat: "float"
    lon: "float"
    speed_mps: "NotRequired[float | None]"


class PositionsBody(TypedDict):
    """Fixes in any order; one that does not fit is rejected by itself."""

    positions: "list[PositionBody | dict[str, Any]]"


class PositionsReportView(TypedDict):
    """How many fixes are new, and which were rejected why."""

    rejected: "list[RejectedPositionView]"
    stored: "int"


class PresenceBody(TypedDict):
    """One's present password; or a passkey's ``answer`` to a question, with its ``ticket``.
    The question is that of ``POST /session/passkey/question``."""

    answer: "NotRequired[dict[str, Any]]"
    password: "NotRequired[str]"
    ticket: "NotRequired[str]"


class PreviewBody(TypedDict):
    """A drawing, and whether it is to close streets or to slow them down."""

    geometry: "dict[str, Any]"
    kind: "NotRequired[DisruptionKind]"


class PreviewRowView(TypedDict):
    """One row as it would be read."""

    address: "str"
    is_good: "bool"
    is_located: "bool"
    line: "int"
    name: "str"
    reference: "str"


class PreviewView(TypedDict):
    """What a drawing means: the streets' names, and the lines of their pieces."""

    edges: "int"
    geometry: "dict[str, Any]"
    streets: "list[str]"


class Problem(TypedDict):
    """A refusal (RFC 9457): what happened, and what to do about it."""

    action: "str"
    code: "str"
    current_version: "NotRequired[int]"
    detail: "str"
    findings: "NotRequired[list[Finding]]"
    status: "int"
    title: "str"
    type: "str"


class ProblemView(TypedDict):
    """Why something was refused and what to do about it."""

    action: "str"
    code: "str"
    detail: "str"
    findings: "NotRequired[list[dict[str, Any]]]"
    status: "int"
    title: "str"
    type: "str"


class ProgressView(TypedDict):
    """The best plan so far of a running search."""

    cost_minor: "int"
    elapsed_s: "float"
    routes: "int"
    unassigned: "int"


class ProofView(TypedDict):
    """What shows that the goods were handed over; photos and signature as addresses."""

    photos: "list[str]"
    recipient_name: "str"
    signature: "str | None"


class QuestionView(TypedDict):
    """What to ask the device, as browsers take it (WebAuthn level 3), and the ticket to
    answer."""

    options: "dict[str, Any]"
    ticket: "str"


class ReadyView(TypedDict):
    """Which parts work."""

    parts: "dict[str, bool]"
    status: "str"


class RecipientBody(TypedDict):
    """Who receives it."""

    email: "NotRequired[str]"
    gate_code: "NotRequired[str]"
    name: "NotRequired[str]"
    neighbour: "NotRequired[str]"
    phone: "NotRequired[str]"
    safe_place: "NotRequired[str]"


class RecipientChange(TypedDict):
    """What is different about the recipient; leave out what stays."""

    email: "NotRequired[str | None]"
    gate_code: "NotRequired[str | None]"
    name: "NotRequired[str | None]"
    neighbour: "NotRequired[str | None]"
    phone: "NotRequired[str | None]"
    safe_place: "NotRequired[str | None]"


class RecipientView(TypedDict):
    """Who receives it; empty text where unknown."""

    email: "str"
    gate_code: "str"
    name: "str"
    neighbour: "str"
    phone: "str"
    safe_place: "str"


class RecoveryCodesView(TypedDict):
    """Codes that each stand in once for a lost phone, shown this once."""

    codes: "list[str]"


class RecurringOrderBody(TypedDict):
    """An order that comes again and again, as it shall be."""

    days_ahead: "NotRequired[int]"
    merchant: "NotRequired[str]"
    paused: "NotRequired[bool]"
    reference: "str"
    schedule: "ScheduleBody"
    shipment: "RecurringShipmentBody"


class RecurringOrderView(TypedDict):
    """An order that comes again and again; ``version`` is what If-Match names."""

    days_ahead: "int"
    id: "str"
    merchant: "str"
    next: "list[NextDateView]"
    paused: "bool"
    reference: "str"
    schedule: "ScheduleView"
    shipment: "RecurringShipmentView"
    updated_at: "str | None"
    version: "int"


class RecurringOrdersView(TypedDict):
    """Recurring orders by reference."""

    items: "list[RecurringOrderView]"


class RecurringShipmentBody(TypedDict):
    """What is brought each time."""

    address: "NotRequired[str]"
    cod: "NotRequired[CodAmountBody | None]"
    dangerous_goods: "NotRequired[str]"
    kind: "NotRequired[ShipmentKind]"
    lat: "NotRequired[float | None]"
    lon: "NotRequired[float | None]"
    min_age: "NotRequired[int]"
    note: "NotRequired[str]"
    parcel_count: "NotRequired[int]"
    pays_by: "NotRequired[PaysBy]"
    pin_check: "NotRequired[bool]"
    priority: "NotRequired[int]"
    recipient: "NotRequired[RecipientBody]"
    service_s: "NotRequired[int]"
    skills: "NotRequired[list[str]]"
    temperature: "NotRequired[Temperature]"
    volume_cm3: "NotRequired[int]"
    weight_g: "NotRequired[int]"


class RecurringShipmentView(TypedDict):
    """What is brought each time."""

    address: "str"
    cod: "CodAmountView | None"
    dangerous_goods: "str"
    is_located: "bool"
    kind: "ShipmentKind"
    lat: "float"
    lon: "float"
    min_age: "int"
    note: "str"
    parcel_count: "int"
    pays_by: "PaysBy"
    pin_check: "bool"
    priority: "int"
    recipient: "RecipientView"
    service_s: "int"
    skills: "list[str]"
    temperature: "Temperature"
    volume_cm3: "int"
    weight_g: "int"


class RegionName(TypedDict):
    """The region to work in."""

    name: "str"


class RegionView(TypedDict):
    """A region that can be worked in."""

    added_at: "str"
    name: "str"
    number: "int"
    size_bytes: "int"
    source: "str"


class RegionWish(TypedDict):
    """A region to bring in, by its name in the index."""

    name: "str"


class RejectedPositionView(TypedDict):
    """A fix that was not taken in, by its place in the batch."""

    index: "int"
    reason: "str"


class ReplayBody(TypedDict):
    """From when to when events were recorded; the end is not included."""

    from_at: "str"
    to_at: "str"


class ReplayView(TypedDict):
    """How many events are sent again."""

    count: "int"


class ReportedPosition(TypedDict):
    """Where the device was, degrees WGS 84."""

    accuracy_m: "NotRequired[float | None]"
    lat: "float"
    lon: "float"


Role: TypeAlias = Literal['owner', 'admin', 'dispatcher', 'planner', 'depot', 'finance', 'support', 'driver', 'courier', 'merchant', 'recipient', 'integration']
"""What somebody is here; ``access`` says what each may do."""


class RoleBody(TypedDict):
    """The role somebody shall have."""

    role: "Role"


class RouteBody(TypedDict):
    """The places to go to, in order."""

    departs_at: "NotRequired[str | None]"
    geometry: "NotRequired[Literal['polyline', 'geojson']]"
    language: "NotRequired[Literal['en', 'de', 'es', 'fr']]"
    points: "list[Place]"
    profile: "NotRequired[str]"


class RouteDepotView(TypedDict):
    """Where the route starts and ends."""

    lat: "float"
    lon: "float"
    name: "str"


class RouteNumbersView(TypedDict):
    """One route's numbers."""

    cost_minor: "int"
    delivered: "int"
    distance_m: "int"
    failed: "int"
    hours_worked_s: "int"
    on_time_rate: "float | None"
    route_id: "str"
    stops_per_hour: "float | None"
    total: "int"
    vehicle: "str"


class RouteView(TypedDict):
    """The way through all places; closures are kept to. Both instants only where one was
    asked."""

    arrives_at: "str | None"
    departs_at: "str | None"
    distance_m: "int"
    duration_s: "int"
    legs: "list[LegView]"


ScanBody = TypedDict(
    "ScanBody",
    {
        "code": "str",
        "from": "NotRequired[HolderBody | None]",
        "happened_at": "str",
        "to": "HolderBody",
    },
)


ScanOutcome: TypeAlias = Literal['moved', 'already_there', 'overtaken', 'unknown', 'ambiguous']
"""What became of a scan."""


class ScanView(TypedDict):
    """What became of a scan; ``note`` is for whoever scanned."""

    code: "str"
    note: "str"
    outcome: "ScanOutcome"
    parcel: "ParcelView | None"


class ScansBody(TypedDict):
    """Scans in the order in which they were made."""

    scans: "list[ScanBody]"


class ScansView(TypedDict):
    """What became of each scan, in their order."""

    items: "list[ScanView]"


class ScheduleBody(TypedDict):
    """On which dates, and when on each."""

    ends_on: "NotRequired[str | None]"
    every_weeks: "NotRequired[int]"
    skipped: "NotRequired[list[str]]"
    starts_on: "str"
    timezone: "NotRequired[str | None]"
    weekdays: "list[int]"
    windows: "NotRequired[list[LocalWindowBody]]"


class ScheduleView(TypedDict):
    """On which dates, and when on each."""

    ends_on: "str | None"
    every_weeks: "int"
    skipped: "list[str]"
    starts_on: "str"
    timezone: "str"
    weekdays: "list[int]"
    windows: "list[LocalWindowView]"


class ScopeView(TypedDict):
    """What a key can be given."""

    meaning: "str"
    name: "str"


class SecondFactorBody(TypedDict):
    """Whether owners and administrators must have a second factor."""

    asks: "bool"


class SecondFactorView(TypedDict):
    """A new second factor for an authenticator app, shown this once."""

    qr_svg: "str"
    secret: "str"
    url: "str"


class SessionView(TypedDict):
    """Who is signed in, for which company; ``may`` names the policies that allow them. Who is
    ``limited`` must add a second factor before anything else."""

    actor: "ActorView"
    demo: "bool"
    limited: "bool"
    may: "list[str]"
    tenant: "TenantView"


class SetAside(TypedDict):
    """Why a report does not count."""

    note: "str"


class SetupView(TypedDict):
    """How far the set-up has come. ``region`` is the one worked in, or null; ``regions`` are
    those to choose from; ``profiles`` are the ways of travelling that its roads know."""

    company: "CompanyView"
    depots: "int"
    done: "bool"
    drivers: "int"
    profiles: "list[str]"
    region: "str | None"
    regions: "list[RegionView]"
    vehicles: "int"


ShiftState: TypeAlias = Literal['open', 'difference', 'balanced']
"""Where a driver's bag of cash is."""


class ShipmentBody(TypedDict):
    """Goods to bring to one recipient on one service date, or to fetch there."""

    address: "NotRequired[str]"
    cod: "NotRequired[CodAmountBody | None]"
    collection: "NotRequired[CollectionBody | None]"
    dangerous_goods: "NotRequired[str]"
    kind: "NotRequired[ShipmentKind]"
    lat: "NotRequired[float | None]"
    lon: "NotRequired[float | None]"
    min_age: "NotRequired[int]"
    note: "NotRequired[str]"
    parcel_count: "NotRequired[int | None]"
    parcels: "NotRequired[list[ParcelBody] | None]"
    pays_by: "NotRequired[PaysBy]"
    pin_check: "NotRequired[bool]"
    priority: "NotRequired[int]"
    recipient: "NotRequired[RecipientBody]"
    reference: "NotRequired[str | None]"
    service_on: "str"
    service_s: "NotRequired[int]"
    skills: "NotRequired[list[str]]"
    temperature: "NotRequired[Temperature]"
    volume_cm3: "NotRequired[int | None]"
    weight_g: "NotRequired[int | None]"
    windows: "NotRequired[list[WindowBody]]"


class ShipmentChange(TypedDict):
    """What is different; leave out what stays. ``cod`` null: nothing to collect any more."""

    address: "NotRequired[str | None]"
    cod: "NotRequired[CodAmountBody | None]"
    dangerous_goods: "NotRequired[str | None]"
    lat: "NotRequired[float | None]"
    lon: "NotRequired[float | None]"
    min_age: "NotRequired[int | None]"
    note: "NotRequired[str | None]"
    override: "NotRequired[bool]"
    parcel_count: "NotRequired[int | None]"
    pays_by: "NotRequired[PaysBy | None]"
    pin_check: "NotRequired[bool | None]"
    priority: "NotRequired[int | None]"
    recipient: "NotRequired[RecipientChange | None]"
    reference: "NotRequired[str | None]"
    service_on: "NotRequired[str | None]"
    service_s: "NotRequired[int | None]"
    skills: "NotRequired[list[str] | None]"
    temperature: "NotRequired[Temperature | None]"
    volume_cm3: "NotRequired[int | None]"
    weight_g: "NotRequired[int | None]"
    windows: "NotRequired[list[WindowBody] | None]"


ShipmentKind: TypeAlias = Literal['delivery', 'pickup']
"""Which way the goods go at the recipient's door."""


ShipmentStatus: TypeAlias = Literal['unlocated', 'pending', 'held', 'planned', 'out_for_delivery', 'delivered', 'delivery_failed', 'cancelled']
"""Where a shipment is in its life; the trade's tracking words. ``unlocated``: nobody is
sure where the address is, a person must look. ``held``: a person keeps it back.
Neither is planned."""


class ShipmentView(TypedDict):
    """Goods to bring to one recipient on one service date. ``version`` is what If-Match
    names. While ``is_located`` is false, ``lat`` and ``lon`` are only the nearest guess.
    ``door_pin`` is for the recipient alone, where ``pin_check`` asks."""

    address: "str"
    cod: "CodAmountView | None"
    collection: "CollectionView | None"
    dangerous_goods: "str"
    door_pin: "str | None"
    hold_note: "str"
    id: "str"
    is_located: "bool"
    kind: "ShipmentKind"
    lat: "float"
    lon: "float"
    min_age: "int"
    note: "str"
    order_id: "str"
    parcels: "int"
    pays_by: "PaysBy"
    pin_check: "bool"
    priority: "int"
    recipient: "RecipientView"
    reference: "str"
    service_on: "str"
    service_s: "int"
    skills: "list[str]"
    status: "ShipmentStatus"
    temperature: "Temperature"
    tracking_url: "str"
    version: "int"
    volume_cm3: "int"
    weight_g: "int"
    windows: "list[WindowView]"


class ShipmentsView(TypedDict):
    """A page of shipments; ``counts`` are of the whole date, whatever was searched for."""

    counts: "dict[str, int]"
    items: "list[ShipmentView]"
    next_cursor: "str | None"
    total: "int"


class SignIn(TypedDict):
    """E-mail and password of an account, and its phone's code where it asks for one."""

    email: "str"
    password: "str"
    second_factor: "NotRequired[str | None]"


class SignInCodeView(TypedDict):
    """A new one-time code as text, as a link and as a QR code of the link."""

    code: "str"
    expires_at: "str"
    qr_svg: "str"
    url: "str"


class SignedOutView(TypedDict):
    """Of how many devices somebody was signed out."""

    devices: "int"


class Skip(TypedDict):
    """The instant to skip ahead to."""

    to_at: "str"


Source: TypeAlias = Literal['api', 'console', 'file', 'recurring']
"""How an order came in."""


class SplitBody(TypedDict):
    """Which parcels go into a new shipment, and how that one is called."""

    parcel_ids: "list[str]"
    reference: "str"
    service_on: "NotRequired[str | None]"


class SplitView(TypedDict):
    """What stays and what became a shipment of its own."""

    new: "ShipmentView"
    stays: "ShipmentView"


class StopPaymentView(TypedDict):
    """How far the card payment is that was asked for in place of cash."""

    id: "str"
    state: "Literal['asked', 'open', 'paid', 'cancelled', 'failed', 'refunded']"


class StopWindowView(TypedDict):
    """From when until when, both ends included."""

    early_at: "str"
    late_at: "str"


class StreetNamesView(TypedDict):
    """Names of streets."""

    items: "list[str]"


class StreetView(TypedDict):
    """All of one street, as a GeoJSON MultiLineString."""

    geometry: "dict[str, Any]"
    name: "str"


class SupportBody(TypedDict):
    """For how long somebody from outside may look, and why."""

    hours: "int"
    name: "str"
    reason: "str"


class SupportView(TypedDict):
    """A link that signs support in once, shown this once; the code stands behind ``#``."""

    expires_at: "str"
    url: "str"


class SuspensionBody(TypedDict):
    """Whether somebody is kept out."""

    suspended: "bool"


Symbology: TypeAlias = Literal['code128', 'datamatrix', 'qr']
"""How the code is drawn: bars for every scanner, squares for phones and small labels."""


class TeamView(TypedDict):
    """The company's people, and those who are invited."""

    invitations: "list[InvitationView]"
    members: "list[MemberView]"


Temperature: TypeAlias = Literal['ambient', 'chilled', 'frozen']
"""How the goods must be kept on the way."""


class TenantView(TypedDict):
    """The company worked for."""

    currency: "str"
    id: "str"
    locale: "str"
    name: "str"
    region: "str"
    timezone: "str"


class TracePosition(TypedDict):
    """One position of a trip; the heading is degrees clockwise from north."""

    heading_deg: "NotRequired[float | None]"
    lat: "float"
    lon: "float"


class TrackDriverView(TypedDict):
    """Who brings it and about where they are."""

    first_name: "str"
    heading_deg: "float | None"
    lat: "float"
    lon: "float"


class TrackDueView(TypedDict):
    """What is paid at the door, and how the recipient means to; ``paid`` once it is by card."""

    amount_minor: "int"
    by_card: "bool"
    currency: "str"
    paid: "bool"


class TrackMapView(TypedDict):
    """The city's map, as ``GET /map`` gives it."""

    attribution: "str"
    bounds: "list[float]"
    center: "list[float]"
    name: "str"
    tiles_url: "str"


class TrackView(TypedDict):
    """Everything the recipient may see; what is not theirs to see is null."""

    address: "str"
    delivered: "DeliveredView | None"
    door_pin: "str | None"
    driver: "TrackDriverView | None"
    due: "TrackDueView | None"
    eta: "StopWindowView | None"
    failed: "FailedView | None"
    lat: "float | None"
    locale: "str"
    lon: "float | None"
    map: "TrackMapView"
    merchant: "str"
    reference: "str"
    status: "str"
    stops_before: "int | None"
    timezone: "str"
    window: "StopWindowView | None"


class TransferView(TypedDict):
    """One change of hands; ``note`` says what somebody should look at."""

    actor: "str"
    from_holder: "HolderView"
    happened_at: "str"
    note: "str"
    recorded_at: "str"
    sequence: "int"
    to_holder: "HolderView"


class TransfersView(TypedDict):
    """A parcel's way, oldest first."""

    items: "list[TransferView]"


Turn: TypeAlias = Literal['depart', 'continue', 'slight_left', 'left', 'sharp_left', 'slight_right', 'right', 'sharp_right', 'turn_round', 'roundabout', 'arrive', 'arrive_left', 'arrive_right']
"""What is to be done where an instruction stands."""


class UnassignedView(TypedDict):
    """A shipment that was left out, why, what to do, and what would make it fit."""

    action: "str"
    address: "str"
    fixes: "list[FixView]"
    lat: "float"
    lon: "float"
    reason: "str"
    reference: "str"
    sentence: "str"
    shipment_id: "str"


class VehicleBody(TypedDict):
    """A vehicle as it shall be; amounts are minor units of the company's currency. With a
    ``type_id``, what the type says is taken from it: profile, capacities, costs, skills,
    most stops, the law of drivers' hours and what it gives off."""

    availability: "NotRequired[AvailabilityBody]"
    breaks: "NotRequired[list[BreakBody]]"
    capacity_cm3: "int"
    capacity_g: "int"
    co2e_g_per_km: "NotRequired[int | None]"
    color: "NotRequired[str]"
    cost_per_hour_minor: "NotRequired[int]"
    cost_per_km_minor: "NotRequired[int]"
    depot_id: "str"
    driver_id: "NotRequired[str | None]"
    fixed_cost_minor: "NotRequired[int]"
    hours_law: "NotRequired[HoursLawName]"
    max_stops: "NotRequired[int | None]"
    name: "str"
    profile: "NotRequired[str]"
    shift_end: "NotRequired[str]"
    shift_start: "NotRequired[str]"
    skills: "NotRequired[list[str]]"
    type_id: "NotRequired[str | None]"


class VehicleTypeBody(TypedDict):
    """What vehicles of one kind have in common; amounts as for a vehicle."""

    capacity_cm3: "int"
    capacity_g: "int"
    co2e_g_per_km: "NotRequired[int | None]"
    cost_per_hour_minor: "NotRequired[int]"
    cost_per_km_minor: "NotRequired[int]"
    fixed_cost_minor: "NotRequired[int]"
    hours_law: "NotRequired[HoursLawName]"
    max_stops: "NotRequired[int | None]"
    name: "str"
    profile: "NotRequired[str]"
    skills: "NotRequired[list[str]]"


class VehicleTypeView(TypedDict):
    """What vehicles of one kind have in common, and how many vehicles in use are of it."""

    capacity_cm3: "int"
    capacity_g: "int"
    co2e_g_per_km: "int | None"
    cost_per_hour_minor: "int"
    cost_per_km_minor: "int"
    fixed_cost_minor: "int"
    hours_law: "HoursLawName"
    id: "str"
    max_stops: "int | None"
    name: "str"
    profile: "str"
    skills: "list[str]"
    vehicles: "int"
    version: "int"


class VehicleTypesView(TypedDict):
    """Vehicle types by name."""

    items: "list[VehicleTypeView]"


class VehicleView(TypedDict):
    """A vehicle with its driver's shift; its times are local to the company."""

    availability: "AvailabilityView"
    breaks: "list[BreakView]"
    capacity_cm3: "int"
    capacity_g: "int"
    co2e_g_per_km: "int | None"
    color: "str"
    cost_per_hour_minor: "int"
    cost_per_km_minor: "int"
    depot_id: "str"
    driver: "DriverView | None"
    fixed_cost_minor: "int"
    hours_law: "HoursLawName"
    id: "str"
    max_stops: "int | None"
    name: "str"
    profile: "str"
    retired: "bool"
    shift_end: "str"
    shift_start: "str"
    skills: "list[str]"
    type_id: "str | None"
    version: "int"


class VehiclesView(TypedDict):
    """Vehicles in their order."""

    items: "list[VehicleView]"


class WebhookChange(TypedDict):
    """Whether events are sent."""

    enabled: "bool"


class WebhookSecretView(TypedDict):
    """An endpoint's secret, shown now and never again."""

    id: "str"
    secret: "str"


class WebhookView(TypedDict):
    """An endpoint and how it stands; the others wait for ``next_event_id``."""

    attempts: "int"
    created_at: "str"
    dead: "int"
    delivered: "int"
    description: "str"
    id: "str"
    kinds: "list[str]"
    last_error: "str"
    next_at: "str | None"
    next_event_id: "str | None"
    pending: "int"
    status: "EndpointStatus"
    url: "str"


class WebhooksView(TypedDict):
    """All endpoints, oldest first."""

    items: "list[WebhookView]"


class WhyBody(TypedDict):
    """Why; ``override`` does it although it is too late by the order's own words."""

    note: "NotRequired[str]"
    override: "NotRequired[bool]"


class WindowBody(TypedDict):
    """When service may start, both ends included; instants with their offset."""

    early_at: "str"
    late_at: "str"


class WindowView(TypedDict):
    """When service may start, both ends included."""

    early_at: "str"
    late_at: "str"


__all__ = [
    "AbsenceBody",
    "AbsenceReason",
    "AbsenceView",
    "ActorView",
    "AddressBookBody",
    "AddressBookEntryView",
    "AddressBookView",
    "AddressView",
    "AddressesView",
    "Algorithm",
    "AnswerBody",
    "ApiKeyBody",
    "ApiKeyView",
    "ApiKeysView",
    "AttemptView",
    "AttemptsView",
    "AvailabilityBody",
    "AvailabilityView",
    "BreakBody",
    "BreakView",
    "CardPaymentView",
    "CardPaymentsView",
    "Cash",
    "CashExceptionView",
    "CashShiftView",
    "CashView",
    "Change",
    "ChangeView",
    "ClockView",
    "CodAmountBody",
    "CodAmountView",
    "CodView",
    "Code",
    "CodeBody",
    "CollectionBody",
    "CollectionView",
    "ColumnView",
    "CommandBody",
    "CommandKind",
    "CommandResult",
    "CommandResults",
    "CommandsBody",
    "CompanyBody",
    "CompanyView",
    "DeliveredView",
    "DeliveriesView",
    "DeliveryStatus",
    "DeliveryView",
    "DemoShipments",
    "DepotBody",
    "DepotView",
    "DepotsView",
    "DeviceBody",
    "DeviceGapView",
    "DeviceGapsView",
    "DeviceView",
    "Difference",
    "Direction",
    "DirectionsView",
    "DisruptionBody",
    "DisruptionKind",
    "DisruptionView",
    "DisruptionsView",
    "DoorPaymentView",
    "DoorView",
    "Drive",
    "DrivenView",
    "DriverBody",
    "DriverCode",
    "DriverDetailView",
    "DriverRouteView",
    "DriverView",
    "DriversView",
    "EndpointStatus",
    "EventView",
    "EventsView",
    "FailReason",
    "FailedView",
    "FileView",
    "Finding",
    "FindingView",
    "FixView",
    "FleetSummaryView",
    "HandIn",
    "HandedOver",
    "HandedOverView",
    "HandedTo",
    "HeadingView",
    "HealthView",
    "HeldReportView",
    "HeldReportsBody",
    "HeldReportsView",
    "HistoryEntryView",
    "HistoryView",
    "HolderBody",
    "HolderKind",
    "HolderView",
    "HolidayBody",
    "HolidayView",
    "HolidaysView",
    "HoursLawName",
    "ImportPreviewView",
    "ImportReport",
    "ImportView",
    "InstructionView",
    "InvitationBody",
    "InvitationToken",
    "InvitationView",
    "InvitedView",
    "ItemView",
    "ItemsView",
    "Joining",
    "LabelFormat",
    "LabelSettings",
    "LabelSettingsBody",
    "LabelsBody",
    "LegView",
    "LiveBreakView",
    "LiveDepotView",
    "LiveLoadView",
    "LivePositionView",
    "LiveRouteView",
    "LiveRoutesView",
    "LiveStopView",
    "LoadView",
    "LocalWindowBody",
    "LocalWindowView",
    "LookView",
    "LooksView",
    "ManyBody",
    "ManyItemView",
    "ManyOrdersBody",
    "ManyView",
    "MapView",
    "MappingBody",
    "MatchBody",
    "MatchView",
    "MemberView",
    "MethodsView",
    "MoneyBody",
    "MoneyView",
    "NewApiKeyView",
    "NewDevice",
    "NewInvitationView",
    "NewPasskeyBody",
    "NewWebhook",
    "NextDateView",
    "Note",
    "NumbersView",
    "OneOfMany",
    "OrderBody",
    "OrderChange",
    "OrderStatus",
    "OrderView",
    "OrdersView",
    "OwnAccountView",
    "OwnOrderView",
    "OwnOrdersView",
    "OwnSessionView",
    "OwnSessionsView",
    "OwnShipmentView",
    "PaceView",
    "ParcelBody",
    "ParcelView",
    "ParcelsView",
    "PasskeyView",
    "PasskeysView",
    "PasswordChange",
    "PastImportView",
    "PastImportsView",
    "PaymentState",
    "PaysBy",
    "PinVerdict",
    "Place",
    "PlanPricesBody",
    "PlanPricesView",
    "PlanProblemView",
    "PlanRequest",
    "PlanRouteView",
    "PlanStatus",
    "PlanStopView",
    "PlanSummaryView",
    "PlanView",
    "PlanWindowView",
    "PlannedBreakView",
    "PlansView",
    "PositionBody",
    "PositionsBody",
    "PositionsReportView",
    "PresenceBody",
    "PreviewBody",
    "PreviewRowView",
    "PreviewView",
    "Problem",
    "ProblemView",
    "ProgressView",
    "ProofView",
    "QuestionView",
    "ReadyView",
    "RecipientBody",
    "RecipientChange",
    "RecipientView",
    "RecoveryCodesView",
    "RecurringOrderBody",
    "RecurringOrderView",
    "RecurringOrdersView",
    "RecurringShipmentBody",
    "RecurringShipmentView",
    "RegionName",
    "RegionView",
    "RegionWish",
    "RejectedPositionView",
    "ReplayBody",
    "ReplayView",
    "ReportedPosition",
    "Role",
    "RoleBody",
    "RouteBody",
    "RouteDepotView",
    "RouteNumbersView",
    "RouteView",
    "ScanBody",
    "ScanOutcome",
    "ScanView",
    "ScansBody",
    "ScansView",
    "ScheduleBody",
    "ScheduleView",
    "ScopeView",
    "SecondFactorBody",
    "SecondFactorView",
    "SessionView",
    "SetAside",
    "SetupView",
    "ShiftState",
    "ShipmentBody",
    "ShipmentChange",
    "ShipmentKind",
    "ShipmentStatus",
    "ShipmentView",
    "ShipmentsView",
    "SignIn",
    "SignInCodeView",
    "SignedOutView",
    "Skip",
    "Source",
    "SplitBody",
    "SplitView",
    "StopPaymentView",
    "StopWindowView",
    "StreetNamesView",
    "StreetView",
    "SupportBody",
    "SupportView",
    "SuspensionBody",
    "Symbology",
    "TeamView",
    "Temperature",
    "TenantView",
    "TracePosition",
    "TrackDriverView",
    "TrackDueView",
    "TrackMapView",
    "TrackView",
    "TransferView",
    "TransfersView",
    "Turn",
    "UnassignedView",
    "VehicleBody",
    "VehicleTypeBody",
    "VehicleTypeView",
    "VehicleTypesView",
    "VehicleView",
    "VehiclesView",
    "WebhookChange",
    "WebhookSecretView",
    "WebhookView",
    "WebhooksView",
    "WhyBody",
    "WindowBody",
    "WindowView",
]
