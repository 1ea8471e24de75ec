"""Reading a fleet file."""

from datetime import time

import pytest

from doorstep.fleet import InvalidFleetError, read_toml

GOOD = """
timezone = "Europe/Helsinki"
currency = "EUR"

[[depots]]
name = "Centre"
lat = 60.17
lon = 24.94
address = "Simonkatu 1"

[[vehicles]]
name = "van"
count = 2
capacity_kg = 800.5
capacity_l = 6000
shift = "08:00-17:00"
fixed_cost = 45
cost_per_km = 0.35
cost_per_hour = 24.005
skills = ["Cold"]
drivers = ["Ada"]
max_stops = 60

[[vehicles]]
name = "night bike"
depot = "Centre"
profile = "bicycle"
capacity_kg = 60
capacity_l = 200
shift = "22:00 - 6:30"
driver = "Bo"
color = "#AA00FF"
"""


def problems(text: str) -> dict[str | None, str]:
    with pytest.raises(InvalidFleetError) as caught:
        read_toml(text.encode(), profiles=("van", "bicycle"))
    return {finding.column: finding.reason for finding in caught.value.findings}


def test_vehicles_are_counted_out_with_names_drivers_and_costs() -> None:
    fleet = read_toml(GOOD.encode(), profiles=("van", "bicycle"))
    first, second, bike = fleet.vehicles
    assert [first.name, second.name, bike.name] == ["van 1", "van 2", "night bike"]
    assert [first.driver, second.driver, bike.driver] == ["Ada", "", "Bo"]
    assert (first.capacity_g, first.capacity_cm3) == (800_500, 6_000_000)
    # Half a cent goes to the even neighbour: 24.005 EUR are 2400 cents.
    assert (first.fixed_cost_minor, first.cost_per_km_minor) == (4500, 35)
    assert first.cost_per_hour_minor == 2400
    assert (first.depot, first.profile) == ("Centre", "van")
    assert first.skills == {"cold"}
    assert (bike.shift_start, bike.shift_end, bike.color) == (time(22), time(6, 30), "#aa00ff")


def test_every_fault_is_named_with_its_key() -> None:
    found = problems("""
timezone = "Europe/Helsingfors"
currency = "euro"
colour = 1
[[depots]]
name = "A"
lat = 95.0
lon = "24"
[[depots]]
name = "A"
[[vehicles]]
name = "van"
capcity_kg = 3
capacity_l = nan
shift = "8-17"
depot = "B"
profile = "tank"
count = 1.5
max_stops = true
skills = "cold"
driver = 5
""")
    assert found == {
        "colour": "This key is not known.",
        "timezone": "There is no time zone 'Europe/Helsingfors'.",
        "currency": "'euro' does not look like EUR.",
        "depots[1].lat": "The number is outside -90 to 90.",
        "depots[1].lon": "A number is needed.",
        "depots[2].lat": "The depot has no place.",
        "depots.name": "The name is used twice.",
        "vehicles[1].capcity_kg": "This key is not known.",
        "vehicles[1].capacity_kg": "This key is required.",
        "vehicles[1].capacity_l": "The number is outside 0 to 1000000.",
        "vehicles[1].shift": "'8-17' does not look like 08:00-17:00.",
        "vehicles[1].depot": "There is no such depot.",
        "vehicles[1].profile": "The roads have no profile 'tank'.",
        "vehicles[1].count": "A whole number is needed.",
        "vehicles[1].max_stops": "A number is needed.",
        "vehicles[1].skills": "A list of texts is needed.",
        "vehicles[1].driver": "A text is needed.",
    }


def test_a_file_without_tables_says_what_is_missing() -> None:
    assert problems('timezone = "UTC"\ncurrency = "EUR"\nvehicles = 3\n') == {
        "depots": "There are no depots.",
        "vehicles": "Tables are needed.",
    }


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(InvalidFleetError) as caught:
        read_toml(b'timezone = "UTC"\ncurrency = EUR\n')
    assert [finding.line for finding in caught.value.findings] == [2]


@pytest.mark.parametrize(
    "text", ["lat = " + "9" * 5000, "lat = 1e-9999999999999999999999", "a = " + "[" * 100_000]
)
def test_a_number_or_a_list_that_python_cannot_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidFleetError):
        read_toml(text.encode())


def test_twin_vehicles_and_surplus_drivers_are_refused() -> None:
    twin = '\n[[vehicles]]\nname = "van 1"\ncapacity_kg = 1\ncapacity_l = 1\nshift = "8:00-9:00"\n'
    found = problems(GOOD.replace('["Ada"]', '["Ada", "Bo", "Cy"]') + twin)
    assert found == {
        "vehicles.name": "The name is used twice.",
        "vehicles[1].drivers": "There are 3 drivers for 2 vehicles.",
    }


def test_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(InvalidFleetError, match="not UTF-8"):
        read_toml(GOOD.encode("utf-16"))


def test_a_law_of_drivers_hours_that_nobody_knows_is_refused() -> None:
    found = problems(GOOD.replace("max_stops = 60", 'hours_law = "eu_651"'))
    assert found == {"vehicles[1].hours_law": "'eu_651' is no law that is known."}
