"""Looks a region up by name in an index of extracts, in the form Geofabrik publishes.

The form: a GeoJSON feature collection whose features have the properties ``id``, ``name``,
``parent`` and ``urls.pbf``; see https://download.geofabrik.de/technical.html.
"""

import json
from dataclasses import dataclass
from difflib import get_close_matches

from doorstep.roads.sources.download import read_text
from doorstep.roads.sources.errors import RoadFileError


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One extract that can be downloaded: its identifier, name for people, and address."""

    id: str
    name: str
    url: str


def look_up(index_url: str, name: str) -> IndexEntry:
    """Return the entry of a region's identifier or name, upper and lower case alike.

    Raises
    ------
    RoadFileError
        The index does not answer or is none, or it has no such region or several.
    """
    entries = _read_index(index_url)
    asked = name.casefold()
    by_id = [entry for entry in entries if entry.id.casefold() == asked]
    found = by_id or [entry for entry in entries if entry.name.casefold() == asked]
    if len(found) == 1:
        return found[0]
    if found:
        code, names = "region_name_ambiguous", ", ".join(entry.id for entry in found)
        sentence = f"{name} may be any of: {names}."
        raise RoadFileError(code, sentence, "Name one of these.")
    known = {word: entry.id for entry in entries for word in (entry.id, entry.name)}
    folded = {word.casefold(): found for word, found in known.items()}
    near = sorted({folded[word] for word in get_close_matches(asked, folded, n=5)})
    code, sentence = "region_name_unknown", f"{index_url} has no region {name!r}."
    action = f"Did you mean: {', '.join(near)}?" if near else "Give a file or an address instead."
    raise RoadFileError(code, sentence, action)


def _read_index(url: str) -> list[IndexEntry]:
    text = read_text(url)
    try:
        if text is None:
            raise ValueError  # noqa: TRY301 - told below, as any index that is none
        features = json.loads(text)["features"]
        rows = [feature["properties"] for feature in features]
        return [
            IndexEntry(str(row["id"]), str(row["name"]), str(row["urls"]["pbf"]))
            for row in rows
            if row.get("urls", {}).get("pbf")
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        code, sentence = "region_index_unreadable", f"{url} is no index of extracts."
        action = "Check DOORSTEP_REGION_INDEX_URL, or give a file or an address instead of a name."
        raise RoadFileError(code, sentence, action) from error
