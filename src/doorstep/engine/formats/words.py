"""What the text formats share."""


def is_number(word: str) -> bool:
    """Tell whether a word is a decimal number, as in "12", "-1" or "0.5"."""
    return word.removeprefix("-").replace(".", "", 1).isdigit()
