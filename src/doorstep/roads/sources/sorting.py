"""Puts an extract into the order every reader counts on: points, ways, relations, each by number.

Streets are placed while they are read, and areas for the map are assembled in a second pass; both
need a way's points before the way.
"""

from pathlib import Path

from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.pbf import open_pbf, stream

_IN_ORDER = "Type_then_ID"
"""What the header of an extract says that was written in order; most say it."""

_KINDS = "nwra"


def is_sorted(pbf: Path) -> bool:
    """Tell whether an extract is in order, from its header or else by reading it.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off or not PBF.
    """
    processor = open_pbf(pbf)
    last = (-1, 0)
    for entity in stream(processor, pbf):
        # Asked after the first object, when opening has gone well.
        if last[0] < 0 and processor.header.get("sorting", "") == _IN_ORDER:
            return True
        place = (_KINDS.index(entity.type_str()), abs(entity.id))  # type: ignore[attr-defined]
        if place < last:
            return False
        last = place
    return True


def sort_extract(pbf: Path, out: Path) -> None:
    """Write an extract in order; holds the whole of it in memory.

    Raises
    ------
    RoadFileError
        The file is cut off.
    """
    import osmium  # noqa: PLC0415 -- only where an extract is read

    merger = osmium.MergeInputReader()
    try:
        merger.add_file(str(pbf))
    except RuntimeError as error:
        code, sentence = "road_file_cut_off", f"{pbf.name} cannot be read to its end ({error})."
        raise RoadFileError(code, sentence, "Download it again.") from error
    header = osmium.io.Header()
    header.set("sorting", _IN_ORDER)
    with osmium.SimpleWriter(osmium.io.File(str(out), "pbf"), header=header) as writer:
        merger.apply(writer, simplify=True)
