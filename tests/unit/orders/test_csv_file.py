"""Reading an orders file: every good row, and every fault of every bad one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from doorstep.kernel import Bounds, Point, TimeWindow
from doorstep.orders import Area, OrdersFile, PaysBy, UnreadableOrdersError, example_csv, read_csv

MONDAY = date(2026, 5, 4)
HELSINKI = Bounds(south=60.16, west=24.93, north=60.18, east=24.96)
HEADER = "reference,lat,lon"


@dataclass(frozen=True)
class Found:
    """A fake map's answer."""

    point: Point
    label: str
    confidence: float


def read(
    text: str | bytes,
    *,
    service_on: date = MONDAY,
    timezone: str = "Europe/Helsinki",
    find: Callable[[str], Found | None] | None = None,
) -> OrdersFile:
    data = text if isinstance(text, bytes) else text.encode()
    area = Area(HELSINKI, find)
    return read_csv(data, timezone=timezone, service_on=service_on, area=area)


def reasons(orders: OrdersFile) -> list[tuple[int | None, str | None, str]]:
    return [(f.line, f.column, f.reason) for f in orders.findings]


def test_a_full_row_becomes_a_shipment_with_every_field() -> None:
    orders = read(
        "reference,name,address,lat,lon,window_start,window_end,parcels,weight_kg,volume_l,"
        "service_min,skills,priority,phone,email,note\n"
        "A1,Aino,Bulevardi 5,60.17,24.94,09:00,12:00,2,3.5,18,4.5,Cold;big,3,+358,a@b.c,Hi\n"
    )
    (shipment,) = orders.shipments
    # Helsinki is UTC+3 in May: 09:00 is 06:00 UTC.
    assert shipment.windows == (
        TimeWindow(datetime(2026, 5, 4, 6, tzinfo=UTC), datetime(2026, 5, 4, 9, tzinfo=UTC)),
    )
    assert shipment.location == Point(60.17, 24.94)
    assert (shipment.weight_g, shipment.volume_cm3, shipment.service_s) == (3500, 18_000, 270)
    assert shipment.skills == {"cold", "big"}
    assert (shipment.parcels, shipment.priority, shipment.note) == (2, 3, "Hi")
    assert (shipment.recipient.name, shipment.recipient.email) == ("Aino", "a@b.c")


def test_a_row_says_how_its_recipient_means_to_pay() -> None:
    orders = read(
        f"{HEADER},cod_amount,cod_currency,payment_method\n"
        "A1,60.17,24.94,24.95,EUR,Card\n"
        "A2,60.17,24.94,24.95,EUR,\n"
        "A3,60.17,24.94,24.95,EUR,cheque\n"
    )
    assert [one.pays_by for one in orders.shipments] == [PaysBy.CARD, PaysBy.ANY]
    ((line, column, _),) = reasons(orders)
    assert (line, column) == (4, "pays_by")


def test_empty_optional_cells_take_the_documented_defaults() -> None:
    orders = read(f"{HEADER},parcels,weight_kg\nA1,60.17,24.94,,\n")
    (shipment,) = orders.shipments
    assert (shipment.parcels, shipment.weight_g, shipment.volume_cm3) == (1, 1000, 5000)
    assert (shipment.service_s, shipment.windows, shipment.skills) == (180, (), frozenset())


def test_all_faults_of_all_rows_are_named_at_once() -> None:
    orders = read(
        f"{HEADER},parcels,window_start,window_end\n"
        ",60.17,24.94,0,,\n"
        "A2,60.17,24.94,1,12:00,09:00\n"
        "A3,60.17,24.94,2,,\n"
        "A4,x,24.94,1.5,25:00,\n"
    )
    assert [shipment.reference for shipment in orders.shipments] == ["A3"]
    assert reasons(orders) == [
        (2, "reference", "The reference is empty."),
        (2, "parcels", "The number is outside 1 to 10000."),
        (3, "window_end", "The window closes before it opens."),
        (5, "window_start", "'25:00' is not a time of day."),
        (5, "parcels", "A whole number is needed."),
        (5, "lat", "This is not a number."),
    ]
    assert all(finding.fix for finding in orders.findings)


@pytest.mark.parametrize(
    "data",
    [
        "reference;lat;lon;name\r\nA1;60,17;24,94;Äijä\r\n".encode("utf-8-sig"),
        "reference;lat;lon;name\nA1;60,17;24,94;Äijä\n".encode("utf-16"),
        "reference;lat;lon;name\nA1;60,17;24,94;Äijä\n".encode("utf-16-le"),
        "reference;lat;lon;name\rA1;60,17;24,94;Äijä\r".encode("cp1252"),
        "reference\tlat\tlon\tname\nA1\t60.17\t24.94\tÄijä\n".encode(),
        "sep=;\nreference;lat;lon;name\nA1;60.17;24.94;Äijä\n".encode(),
        " Order-ID , Latitude,LONG,Recipient Name\nA1,60.17,24.94,Äijä\n".encode(),
        "\n\nreference|lat|lon|name\n\nA1|60.17|24.94|Äijä\n".encode(),
    ],
)
def test_what_spreadsheets_write_is_understood(data: bytes) -> None:
    (shipment,) = read(data).shipments
    assert shipment.reference == "A1"
    assert shipment.location == Point(60.17, 24.94)
    assert shipment.recipient.name == "Äijä"


def test_line_numbers_stay_right_after_a_quoted_newline() -> None:
    orders = read(f'{HEADER},note\nA1,60.17,24.94,"one\ntwo"\n\nA2,60.17,oops,\n')
    assert orders.shipments[0].note == "one\ntwo"
    assert reasons(orders) == [(5, "lon", "This is not a number.")]


def test_bad_quotation_marks_reject_only_their_row() -> None:
    orders = read(f'{HEADER},note\nA1,60.17,24.94,"a" b\nA2,60.17,24.94,\nA3,60.17,24.94,"open\n')
    assert [shipment.reference for shipment in orders.shipments] == ["A2"]
    assert reasons(orders) == [
        (2, None, "Text follows a closing quotation mark."),
        (4, None, "A quotation mark opened in this row is never closed."),
    ]


@pytest.mark.parametrize(
    "value", ["NaN", "inf", "-1", "1e3", "9" * 400, "=1+1", "1.5.2", "٣", "1,5", "0x10"]
)
def test_a_weight_that_is_no_plain_amount_is_refused(value: str) -> None:
    orders = read(f'{HEADER},weight_kg\nA1,60.17,24.94,"{value}"\n')
    assert [finding.column for finding in orders.findings] == ["weight_kg"]


def test_a_zero_byte_rejects_its_row_only() -> None:
    orders = read(f"{HEADER},name\nA1,60.17,24.94,A\0B\nA2,60.17,24.94,{'long ' * 30}\n")
    assert [shipment.reference for shipment in orders.shipments] == ["A2"]
    assert orders.findings[0].value == "A B"


def test_a_formula_stays_plain_text() -> None:
    orders = read(f'{HEADER},name\nA1,60.17,24.94,"=HYPERLINK(""x"")"\n')
    assert orders.shipments[0].recipient.name == '=HYPERLINK("x")'


def test_a_second_row_with_the_same_reference_points_to_the_first() -> None:
    orders = read(f"{HEADER}\nA1,60.17,24.94\nA1,60.17,24.95\n")
    assert reasons(orders) == [(3, "reference", "The reference is already on line 2.")]


def test_swapped_coordinates_are_recognised() -> None:
    orders = read(f"{HEADER}\nA1,24.94,60.17\n")
    (finding,) = orders.findings
    assert finding.reason == "Latitude and longitude are swapped."
    assert finding.fix == "Write lat 60.17 and lon 24.94."


def test_each_coordinate_has_the_range_of_its_kind() -> None:
    orders = read(f"{HEADER}\nA1,190,24.94\nA2,60.17,181\nA3,-90.1,{'9' * 400}\n")
    assert reasons(orders) == [
        (2, "lat", "The number is outside -90 to 90."),
        (3, "lon", "The number is outside -180 to 180."),
        (4, "lat", "The number is outside -90 to 90."),
        (4, "lon", "The number is outside -180 to 180."),
    ]


def test_only_a_delimiter_can_be_declared() -> None:
    # Python's reader accepts no quotation mark as a delimiter and says so with an exception.
    with pytest.raises(UnreadableOrdersError):
        read('sep="\nreference"lat"lon\nA1"60.17"24.94\n')


def test_a_location_far_from_the_roads_is_refused() -> None:
    orders = read(f"{HEADER}\nA1,48.2,16.37\nA2,60.17,\n")
    assert reasons(orders) == [
        (2, "lat", "The location is outside the area of the road file."),
        (3, "lon", "One coordinate is missing."),
    ]


def test_an_address_is_looked_up_and_a_doubtful_one_is_refused() -> None:
    known = {
        "Bulevardi 5": Found(Point(60.166, 24.938), "Bulevardi 5, 00120 Helsinki", 1.0),
        "Bulevrdi 6": Found(Point(60.166, 24.937), "Bulevardi 6, 00120 Helsinki", 0.6),
    }
    orders = read("reference,address\nA1,Bulevardi 5\nA2,Bulevrdi 6\nA3,Nowhere\n", find=known.get)
    assert [shipment.location.lat for shipment in orders.shipments] == [60.166]
    doubtful, unknown = orders.findings
    assert "Bulevardi 6, 00120 Helsinki" in doubtful.fix
    assert unknown.reason == "The road file does not know this address."


def test_several_windows_stand_in_one_cell() -> None:
    orders = read(
        f'{HEADER},window\nA1,60.17,24.94,"14:00-18:00;09:00\u201312:00"\n'
        "A2,60.17,24.94,09:00-12:00;11:00-13:00\nA3,60.17,24.94,morning\n"
    )
    # 09:00 in Helsinki in May is 06:00 UTC, 14:00 is 11:00 UTC.
    assert [window.early_at.hour for window in orders.shipments[0].windows] == [6, 11]
    assert reasons(orders) == [
        (3, "window", "Two of the windows overlap."),
        (4, "window", "'morning' is not a window."),
    ]


def test_an_iso_window_keeps_its_offset_and_its_day() -> None:
    orders = read(
        f"{HEADER},window\n"
        "A1,60.17,24.94,2026-05-04T09:00Z/2026-05-04T12:00+03:00\n"
        "A2,60.17,24.94,2026-05-04T07:00Z/2026-05-04T12:00+03:00\n"
        "A3,60.17,24.94,2026-05-11T09:00/2026-05-11T12:00\n"
    )
    assert [shipment.reference for shipment in orders.shipments] == ["A1", "A2"]
    assert orders.shipments[0].windows[0].early_at == datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert reasons(orders) == [(4, "window", "The window is not on the service date, 2026-05-04.")]


def test_a_time_in_the_spring_gap_is_refused() -> None:
    orders = read(f"{HEADER},window_end\nA1,60.17,24.94,03:30\n", service_on=date(2026, 3, 29))
    (finding,) = orders.findings
    assert finding.reason == "03:30 does not happen that night: the clocks go forward."
    assert finding.fix == "Write a time that exists, such as 04:30."


def test_a_time_of_the_repeated_autumn_hour_needs_its_offset() -> None:
    orders = read(
        f"{HEADER},window_end\nA1,60.17,24.94,03:30\nA2,60.17,24.94,2026-10-25T03:30+02:00\n",
        service_on=date(2026, 10, 25),
    )
    assert [shipment.reference for shipment in orders.shipments] == ["A2"]
    assert orders.findings[0].fix == (
        "Write which one: 2026-10-25T03:30+03:00 or 2026-10-25T03:30+02:00."
    )


def test_unknown_columns_are_ignored_with_a_notice() -> None:
    orders = read(f"{HEADER},shoe size,window_strt\nA1,60.17,24.94,42,\n")
    assert orders.notices == (
        "Column 'shoe size' is not known and was ignored.",
        "Column 'window_strt' is not known and was ignored. Did you mean window_start?",
    )


def test_a_row_with_too_many_cells_is_refused() -> None:
    orders = read(f"{HEADER}\nA1,60.17,24.94,extra\nA2,60.17,24.94,,\n")
    assert reasons(orders) == [(2, None, "The row has 4 cells, the header 3.")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n\n", "The file is empty."),
        (b"PK\x03\x04rest", "The file is an Excel or LibreOffice workbook, not CSV."),
        (bytes(range(32)) * 20, "The file is not text."),
        (b"A1,60.17,24.94\n", "Line 1 names no known column: 'A1, 60.17, 24.94'."),
        (b"reference,name\nA1,x\n", "The header cannot be used."),
        (b"reference,lat,lon,lng\nA1,1,2,3\n", "The header cannot be used."),
        (b'"reference,lat\n', "The header cannot be read."),
        (b"reference,lat,lon\n", "The file has a header but no rows."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableOrdersError) as caught:
        read(data)
    assert caught.value.sentence.startswith(sentence)


def test_the_example_file_has_no_fault() -> None:
    everywhere = Area(find_address=lambda text: Found(Point(60.17, 24.94), text, 1.0))
    orders = read_csv(
        example_csv().encode(), timezone="Europe/Helsinki", service_on=MONDAY, area=everywhere
    )
    assert (len(orders.shipments), orders.findings, orders.notices) == (3, (), ())
