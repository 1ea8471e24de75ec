"""QR codes as pictures that stand by themselves."""

from io import BytesIO


def draw_qr(text: str) -> str:
    """Return a QR code as SVG with its name space, so that it stands as a picture of its own."""
    import segno  # noqa: PLC0415, only who is given a code needs it

    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        nl=False,
        scale=4,
        border=2,
        dark="#000",
        light="#fff",
        omitsize=True,
    )
    return drawn.getvalue().decode()
