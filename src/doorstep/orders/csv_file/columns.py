"""The columns of an orders file: one table that the reader, the guide and the example share."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an orders file.

    Parameters
    ----------
    name
        How the header calls it.
    aliases
        Other headings that mean the same, already in the form of ``heading_key``.
    form
        What a cell holds, for people.
    default
        What an empty cell means, for people.
    meaning
        What it is for, a phrase.
    example
        Cells of the example file, one for each of its rows.
    """

    name: str
    aliases: tuple[str, ...]
    form: str
    default: str
    meaning: str
    example: tuple[str, str, str]


COLUMNS: tuple[Column, ...] = (
    Column(
        "reference",
        ("ref", "id", "order", "order_id", "order_number", "order_no", "shipment", "shipment_id"),
        "text, up to 100 characters",
        "required",
        "Your own name for the shipment; unique in the file.",
        ("A-1001", "A-1002", "A-1003"),
    ),
    Column(
        "name",
        ("recipient", "recipient_name", "customer", "customer_name", "contact"),
        "text",
        "nobody named",
        "Who receives it.",
        ("Aino Example", "Café Example", "Otso Example"),
    ),
    Column(
        "address",
        ("street", "street_address", "delivery_address", "ship_to", "destination"),
        "text",
        "required without `lat` and `lon`",
        "Street, number, postcode, city; looked up in the road file if need be.",
        ("Bulevardi 5, 00120 Helsinki", "Mikonkatu 8, Helsinki", "Annankatu 25, Helsinki"),
    ),
    Column(
        "lat",
        ("latitude", "y"),
        "degrees, -90 to 90",
        "from `address`",
        "Latitude of the door, WGS 84.",
        ("", "60.16981", ""),
    ),
    Column(
        "lon",
        ("lng", "long", "longitude", "x"),
        "degrees, -180 to 180",
        "from `address`",
        "Longitude of the door, WGS 84.",
        ("", "24.94604", ""),
    ),
    Column(
        "window_start",
        ("from", "earliest", "time_from", "start", "tw_start", "ready_time"),
        "`HH:MM`, or a date and time such as `2026-05-04T09:00`",
        "start of the day",
        "Service starts at or after this moment.",
        ("09:00", "", ""),
    ),
    Column(
        "window_end",
        ("until", "to", "latest", "time_to", "end", "tw_end", "due_time"),
        "as `window_start`; `24:00` is the day's end",
        "end of the day",
        "Service starts at or before this moment.",
        ("12:00", "", ""),
    ),
    Column(
        "window",
        ("windows", "time_window", "time_windows", "delivery_window"),
        "`09:00-12:00`, several with `;` between: `09:00-12:00;14:00-18:00`",
        "from `window_start` and `window_end`",
        "The same in one cell; use either this or the two columns above.",
        ("", "08:00-10:00;14:00-16:00", ""),
    ),
    Column(
        "parcels",
        ("pieces", "packages", "quantity", "qty", "colli"),
        "whole number, 1 to 10000",
        "1",
        "How many units the driver hands over.",
        ("2", "6", "1"),
    ),
    Column(
        "weight_kg",
        ("weight", "kg", "mass_kg"),
        "number, 0 to 100000",
        "1",
        "Of all parcels together.",
        ("3.5", "42", "1.2"),
    ),
    Column(
        "volume_l",
        ("volume", "litres", "liters", "volume_litres", "volume_liters"),
        "number, 0 to 1000000",
        "5",
        "Of all parcels together, litres.",
        ("18", "240", "6"),
    ),
    Column(
        "service_min",
        ("service", "service_time", "service_minutes", "service_time_min", "duration_min"),
        "number, 0 to 1440",
        "3",
        "Minutes at the door.",
        ("4", "12", "3"),
    ),
    Column(
        "skills",
        ("skill", "requirements", "requires"),
        "words with `;` between",
        "none",
        "What the vehicle must have, such as `cold`.",
        ("", "", ""),
    ),
    Column(
        "priority",
        ("prio",),
        "whole number, 0 to 9",
        "0",
        "A higher one is left out later when not everything fits.",
        ("0", "5", "0"),
    ),
    Column(
        "phone",
        ("telephone", "tel", "mobile", "phone_number"),
        "text",
        "none",
        "How the driver reaches the recipient.",
        ("+358 00 000 0001", "+358 00 000 0002", ""),
    ),
    Column(
        "email",
        ("e_mail", "mail", "email_address"),
        "text with an `@`",
        "none",
        "Where messages go.",
        ("aino@example.com", "cafe@example.com", ""),
    ),
    Column(
        "note",
        ("notes", "comment", "comments", "remark", "remarks", "instructions"),
        "text, up to 1000 characters",
        "none",
        "Words for the driver.",
        ("Second door on the left", "Loading bay, ring twice", ""),
    ),
    Column(
        "kind",
        ("type", "direction"),
        "`delivery` or `pickup`",
        "`delivery`",
        "A pick-up is fetched at the address and brought to the depot.",
        ("", "", "pickup"),
    ),
    Column(
        "cod_amount",
        ("cod", "cash_on_delivery", "amount_to_collect"),
        "amount in the currency's own unit, such as `24.95`",
        "nothing to collect",
        "Cash the driver collects at the door.",
        ("24.95", "", ""),
    ),
    Column(
        "cod_currency",
        ("currency",),
        "ISO 4217 code, such as `EUR`",
        "required with `cod_amount`",
        "In which currency.",
        ("EUR", "", ""),
    ),
    Column(
        "pays_by",
        ("payment_method", "pay_by"),
        "`any` or `card`",
        "`any`",
        "How the recipient means to pay; the driver's app opens with it.",
        ("card", "", ""),
    ),
    Column(
        "temperature",
        ("temperature_class", "cooling"),
        "`ambient`, `chilled` or `frozen`",
        "`ambient`",
        "How it is kept; the vehicle needs the skill of that name.",
        ("", "chilled", ""),
    ),
    Column(
        "dangerous_goods",
        ("un_number", "adr"),
        "UN number, such as `UN1263`",
        "none",
        "What it holds; vehicle and driver need the skill `adr`.",
        ("", "", ""),
    ),
    Column(
        "min_age",
        ("age", "age_check"),
        "whole number, 0 to 99",
        "0",
        "How old the recipient must at least be; checked at the door.",
        ("", "18", ""),
    ),
    Column(
        "pin_check",
        ("pin", "pin_required"),
        "`yes` or `no`",
        "`no`",
        "Whether the driver asks for the recipient's PIN.",
        ("", "yes", ""),
    ),
    Column(
        "gate_code",
        ("door_code", "entry_code"),
        "text, up to 50 characters",
        "none",
        "Opens the house's door.",
        ("", "", ""),
    ),
    Column(
        "safe_place",
        ("leave_at",),
        "text, up to 200 characters",
        "none",
        "Where it may be left when nobody answers.",
        ("Behind the flower box", "", ""),
    ),
    Column(
        "neighbour",
        ("neighbor",),
        "text, up to 200 characters",
        "none",
        "Who may take it when nobody answers.",
        ("", "", ""),
    ),
)
"""Every column Doorstep reads, in the order of the example file."""

_BY_HEADING = {
    heading: column.name for column in COLUMNS for heading in (column.name, *column.aliases)
}


def heading_key(heading: str) -> str:
    """Return a heading in lower case with ``_`` for everything that is no letter or digit."""
    return re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")


def find_column(heading: str) -> str | None:
    """Return the name of the column a heading means, if it is known."""
    return _BY_HEADING.get(heading_key(heading))
