"""The keys of a fleet file: one table that the reader and the guide share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of the fleet file, for people: form, default and meaning."""

    name: str
    form: str
    default: str
    meaning: str


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How files write the days of the week, Monday first."""

FLEET_KEYS = (
    Key(
        "timezone",
        "IANA name, such as `Europe/Helsinki`",
        "required",
        "Shifts and the clock times of orders are in it.",
    ),
    Key("currency", "ISO 4217 code, such as `EUR`", "required", "The currency of every cost."),
    Key(
        "co2e_price_per_t",
        "number, 0 to 100000",
        "0",
        "What a tonne of CO2 equivalent costs in plans.",
    ),
    Key(
        "extra_visit_price",
        "number, 0 to 10000",
        "0",
        "What each visit more to a door that is visited already costs in plans.",
    ),
    Key("depots", "tables `[[depots]]`", "required", "Where routes start and end."),
    Key("vehicles", "tables `[[vehicles]]`", "required", "What drives, with its shift."),
)

DEPOT_KEYS = (
    Key("name", "text", "required", "Unique in the file."),
    Key("lat", "degrees, -90 to 90", "from `address`", "Latitude, WGS 84."),
    Key("lon", "degrees, -180 to 180", "from `address`", "Longitude, WGS 84."),
    Key(
        "address",
        "text",
        "none",
        "Shown on manifests; looked up in the road file when there are no coordinates.",
    ),
)

VEHICLE_KEYS = (
    Key("name", "text", "required", "Unique; with `count` above 1 a number is added."),
    Key("count", "whole number, 1 to 500", "1", "How many vehicles like this there are."),
    Key("depot", "name of a depot", "the only depot", "Where the route starts and ends."),
    Key("profile", "name of a travel profile of the roads", "`van`", "Which roads, how fast."),
    Key("capacity_kg", "number, 0 to 100000", "required", "The weight it can carry."),
    Key("capacity_l", "number, 0 to 1000000", "required", "The volume it can carry, litres."),
    Key(
        "shift",
        "`08:00-17:00`",
        "required",
        "Earliest departure and latest return; an end at or before the start is the next day.",
    ),
    Key("fixed_cost", "number, 0 to 1000000", "0", "Paid once when the vehicle is used."),
    Key("cost_per_km", "number, 0 to 10000", "0", "Paid for each kilometre."),
    Key("cost_per_hour", "number, 0 to 10000", "0", "Paid from departure to return."),
    Key("skills", "list of words", "none", "What it can do, such as `cold`."),
    Key("max_stops", "whole number, 1 to 10000", "no limit", "Most stops of a route."),
    Key("driver", "text", "none", "Who drives, when `count` is 1."),
    Key("drivers", "list of texts", "none", "Who drives, one for each of `count` vehicles."),
    Key(
        "breaks",
        "list of texts such as `30 min 11:30-13:00`",
        "none",
        "Rests of the shift: how long, and between which times each begins.",
    ),
    Key(
        "hours_law",
        "`none`, `eu_561` or `us_hos`",
        "`none`",
        "The law of drivers' hours: its rests are planned, and no day is longer than it allows.",
    ),
    Key(
        "co2e_g_per_km",
        "whole number, 0 to 100000",
        "usual for `profile`",
        "Grams of CO2 equivalent it gives off on a kilometre, from well to wheel.",
    ),
    Key(
        "weekdays",
        "list of `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`",
        "every day",
        "On which days of the week it works.",
    ),
    Key(
        "absences",
        "list of dates such as `2026-12-24`, or `2026-08-03/2026-08-07 workshop`",
        "none",
        "When it does not work; why is `day_off`, `vacation`, `sick`, `training` or `workshop`.",
    ),
    Key("works_holidays", "`true` or `false`", "`false`", "Whether it works on holidays."),
    Key("color", "`#rrggbb`", "chosen by Doorstep", "How maps draw it, when `count` is 1."),
)
