"""A text is told by how it looks."""

import pytest

from doorstep.engine.formats import FormatError, Kind, read_instance, recognise

SOLOMON = """C1
VEHICLE
NUMBER CAPACITY
2 9

CUSTOMER
CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME
0 0 0 0 0 100 0
1 1 1 1 10 20 5
"""

LI_LIM = "2 10 1\n0 0 0 0 0 100 0 0 0\n1 3 4 6 0 100 10 0 2\n2 6 8 -6 20 60 10 1 0\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"vehicles": [], "jobs": []}', Kind.VROOM),
        ('{"coordinates": [[0, 1]]}', Kind.MAMUT),
        ("NAME: two\nDIMENSION: 3\n", Kind.VRPLIB),
        (SOLOMON, Kind.SOLOMON),
        (LI_LIM, Kind.LI_LIM),
        ("{broken", None),
        ("1 2 3\n4 5\n", None),
        ("a letter to nobody", None),
        ("", None),
    ],
)
def test_a_text_is_told_by_how_it_looks(text: str, kind: Kind | None) -> None:
    assert recognise(text) is kind


def test_instances_are_read_whichever_format_they_have() -> None:
    assert len(read_instance(SOLOMON).problem.shipments) == 1
    assert read_instance(LI_LIM).problem.shipments[0].pickup is not None
    with pytest.raises(FormatError, match="neither"):
        read_instance('{"jobs": []}')
