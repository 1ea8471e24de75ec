"""The form in which text is searched and compared; pure."""

import unicodedata


def search_key(text: str) -> str:
    """Return text in the form in which it is searched: whatever its case and its accents' form."""
    return unicodedata.normalize("NFKC", text).casefold()
