"""The matrices of a VROOM document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.formats.vroom.fields import LARGEST_WHOLE, Fields, Findings
from doorstep.engine.parts import IntMatrix

Wholes: TypeAlias = npt.NDArray[np.int64]
"""Shape (locations, locations), [from, to]."""

MISSING = LARGEST_WHOLE
"""Stands for "no way" where VROOM has no word for it: 136 years."""

LARGEST_LEG = 2**31 - 1
"""A longer leg outlasts every horizon, so no route can have it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Travel of one profile; above ``LARGEST_LEG`` where there is no way."""

    durations: Wholes
    distances: Wholes | None = None
    costs: Wholes | None = None

    @classmethod
    def measured(cls, duration_s: IntMatrix, distance_m: IntMatrix) -> Self:
        """Return a table measured on roads, in which -1 stands where there is no way."""
        durations, distances = (
            np.where(legs < 0, MISSING, legs.astype(np.int64)) for legs in (duration_s, distance_m)
        )
        return cls(durations, distances)

    @property
    def size(self) -> int:
        """Return the number of locations."""
        return len(self.durations)


def read_tables(found: object, findings: Findings) -> dict[str, Table]:
    """Return the matrices of each profile."""
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        findings.sentences.append("matrices is not an object.")
        return {}
    read = {
        str(name): _read_table(Fields(value, f"matrices.{name}", findings))
        for name, value in found.items()
    }
    tables = {name: table for name, table in read.items() if table is not None}
    sizes = {
        len(matrix)
        for table in tables.values()
        for matrix in (table.durations, table.distances, table.costs)
        if matrix is not None
    }
    if len(sizes) > 1:
        findings.sentences.append(f"The matrices have different sizes: {sorted(sizes)}.")
    return tables


def _read_table(fields: Fields) -> Table | None:
    if not fields.has("durations"):
        fields.say("durations", "is missing")
    durations, distances, costs = (
        _read_matrix(fields, key) for key in ("durations", "distances", "costs")
    )
    fields.end()
    return None if durations is None else Table(durations, distances, costs)


def _read_matrix(fields: Fields, key: str) -> Wholes | None:
    rows = fields.take(key)
    if rows is None:
        return None
    try:
        matrix = np.array(rows)
    except ValueError:  # rows of different lengths
        matrix = np.array("")
    is_square = matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1] > 0  # noqa: PLR2004, from by to
    if not is_square or matrix.dtype.kind not in "iu":
        fields.say(key, "is not a square of whole numbers")
        return None
    if int(matrix.min()) < 0 or int(matrix.max()) > LARGEST_WHOLE:
        fields.say(key, f"has numbers outside 0 to {LARGEST_WHOLE}")
        return None
    return matrix.astype(np.int64)
