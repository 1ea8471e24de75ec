"""Reads turn restrictions from relations of OpenStreetMap."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from doorstep.roads.osm import Restriction
from doorstep.roads.tags import conditionals

if TYPE_CHECKING:
    from osmium.osm import Relation

_KEY = "restriction"


def read_restriction(relation: "Relation") -> Iterator[Restriction]:
    """Yield what a relation of type ``restriction`` says, nothing when it is not complete."""
    members = [(m.type, m.ref, m.role) for m in relation.members]
    from_ways = tuple(ref for kind, ref, role in members if (kind, role) == ("w", "from"))
    to_ways = tuple(ref for kind, ref, role in members if (kind, role) == ("w", "to"))
    via_ways = tuple(ref for kind, ref, role in members if (kind, role) == ("w", "via"))
    via_nodes = [ref for kind, ref, role in members if (kind, role) == ("n", "via")]
    if not from_ways or not to_ways or bool(via_ways) == bool(via_nodes) or len(via_nodes) > 1:
        return
    exempt = frozenset(part.strip() for part in (relation.tags.get("except") or "").split(";"))
    for mode, value, when in _values(dict(relation.tags)):
        if value.startswith(("no_", "only_")):
            yield Restriction(
                is_only=value.startswith("only_"),
                from_ways=from_ways,
                to_ways=to_ways,
                via_node=via_nodes[0] if via_nodes else None,
                via_ways=via_ways,
                is_u_turn=value.endswith("u_turn"),
                mode=mode,
                exempt=exempt - {""},
                when=when,
            )


def _values(tags: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield vehicle, kind and condition of every restriction a relation has."""
    for key, value in tags.items():
        first, _, rest = key.partition(":")
        if first != _KEY:
            continue
        mode, _, last = rest.partition(":")
        if rest == "conditional" or last == "conditional":
            mode = "" if rest == "conditional" else mode
            for condition in conditionals(tags, key.removesuffix(":conditional")):
                # Without a condition that can be told, the sign counts as one that always holds.
                yield mode, condition.value, condition.when
        else:
            yield mode, value, ""
