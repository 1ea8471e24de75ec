"""Whatever bytes arrive, the orders reader answers with shipments, findings or one refusal."""

from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from doorstep.orders import COLUMNS, UnreadableOrdersError, read_csv

CELLS = st.text(alphabet="09:-;,.\"'\n\r\t =+eNZaäÄ\0\ud83d\ufffd", max_size=12) | st.sampled_from(
    ["60.17", "24.94", "A1", "09:00", "NaN", "1e999", "0001-01-01T00:00", "9999-12-31T23:59"]
)
HEADER = ",".join(column.name for column in COLUMNS)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableOrdersError):
        read_csv(data, timezone="Europe/Helsinki", service_on=date(2026, 5, 4))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=len(COLUMNS)), min_size=1, max_size=5))
def test_any_cells_are_read_or_named_with_their_line(rows: list[list[str]]) -> None:
    text = "\n".join([HEADER, *(",".join(row) for row in rows)])
    with suppress(UnreadableOrdersError):
        orders = read_csv(
            text.encode("utf-8", "surrogatepass"),
            timezone="America/Sao_Paulo",
            service_on=date(2026, 5, 4),
        )
        for row in orders.rejected:
            assert row.findings
            assert all(finding.line == row.line for finding in row.findings)
