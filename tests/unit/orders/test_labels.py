"""Labels are read back by a scanner's own library, from paper and from printers' code (B-77)."""

import io
import re
from dataclasses import replace

import numpy as np
import pypdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from doorstep.orders.labels import (
    Label,
    Symbology,
    check_digit,
    is_sscc,
    make_sscc,
    to_pdf,
    to_zpl,
)
from doorstep.orders.labels.pdf import MOST_IN_A_PDF, draw

SSCC = "106141412345678908"
LABEL = Label(
    code=SSCC,
    symbology=Symbology.CODE128,
    recipient="Aino Example",
    address="Bulevardi 5, 00120 Helsinki",
    phone="+358 00 000 0001",
    note="Second door",
    reference="A-1001",
    service_on="2026-06-01",
    number="1/2",
    marks="COD 24.95 EUR",
)
HOSTILE = "^XZ~HS^FD\\_5E & <b> עברית 👩‍👩‍👧‍👦 " + "x" * 1000


def test_the_check_digit_is_gs1_s_own_example() -> None:
    # General Specifications, 7.9.1: 37610425002123456 has the check digit 9.
    assert check_digit("37610425002123456") == 9
    assert is_sscc("376104250021234569")
    assert not is_sscc("376104250021234568")
    assert not is_sscc("٣76104250021234569")


@given(st.from_regex(r"[0-9]{7,10}", fullmatch=True), st.integers(0, 10**7 - 1))
def test_every_made_code_fits_and_any_one_wrong_digit_is_noticed(prefix: str, serial: int) -> None:
    made = make_sscc(prefix, serial)
    assert is_sscc(made)
    assert made[1:].startswith(prefix)
    for place, digit in enumerate(made):
        wrong = made[:place] + str((int(digit) + 1) % 10) + made[place + 1 :]
        assert not is_sscc(wrong)


def test_serials_are_never_the_same_and_end() -> None:
    # 17 digits less the extension and a prefix of 10 leave 6: with the extension 10**7 serials.
    assert make_sscc("1234567890", 0) != make_sscc("1234567890", 10**6)
    with pytest.raises(ValueError, match="has no serial"):
        make_sscc("1234567890", 10**7)
    with pytest.raises(ValueError, match="7 to 10 digits"):
        make_sscc("123", 1)


def scan_zpl(zpl: str) -> list[zxingcpp.Barcode]:
    match = re.search(r"\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)", zpl)
    assert match is not None
    width = int(match[3])
    rows = np.frombuffer(bytes.fromhex(match[4]), np.uint8).reshape(-1, width)
    picture = np.where(np.unpackbits(rows, axis=1), 0, 255).astype(np.uint8)
    return zxingcpp.read_barcodes(np.pad(picture, 20, constant_values=255))


@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize("code", [SSCC, "A-1001-1", "Ä-1", "x" * 90])
def test_what_a_printer_draws_is_read_as_the_parcel_s_number(
    symbology: Symbology, code: str
) -> None:
    (zpl,) = to_zpl([replace(LABEL, code=code, symbology=symbology)])
    (found,) = scan_zpl(zpl)
    assert found.text.replace("(00)", "") == code
    is_gs1 = code == SSCC and symbology is not Symbology.QR
    assert (found.content_type is zxingcpp.ContentType.GS1) == is_gs1


@pytest.mark.parametrize("symbology", list(Symbology))
def test_what_is_printed_from_the_pdf_is_read_as_the_parcel_s_number(
    symbology: Symbology,
) -> None:
    labels = [replace(LABEL, symbology=symbology), replace(LABEL, code="A-1", symbology=symbology)]
    document = pypdf.PdfReader(io.BytesIO(to_pdf(labels)))
    assert len(document.pages) == 2
    text = document.pages[0].extract_text()
    assert "Aino Example" in text
    assert "COD 24.95 EUR" in text
    assert [scan_page(label) for label in labels] == [SSCC, "A-1"]


def scan_page(label: Label) -> str:
    """Return the code on a page as typst draws it on paper of 200 dpi."""
    drawn = draw([label], "png", ppi=200)
    picture = np.asarray(Image.open(io.BytesIO(drawn)).convert("L"))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text.replace("(00)", "")


def test_no_text_of_a_stranger_becomes_a_command_or_runs_off_the_page() -> None:
    label = replace(LABEL, recipient=HOSTILE, address=HOSTILE, note=HOSTILE, reference=HOSTILE)
    (zpl,) = to_zpl([label])
    assert (zpl.count("^XZ"), zpl.count("^XA"), zpl.count("~")) == (1, 1, 0)
    assert "…" in zpl
    assert len(pypdf.PdfReader(io.BytesIO(to_pdf([label]))).pages) == 1


def test_thousands_of_printers_labels_are_made_one_by_one() -> None:
    labels = to_zpl(replace(LABEL, code=make_sscc("1234567", serial)) for serial in range(10**9))
    assert next(labels) != next(labels)
    with pytest.raises(ValueError, match="1 to 1000 labels"):
        to_pdf([LABEL] * (MOST_IN_A_PDF + 1))
