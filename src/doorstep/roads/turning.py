"""Makes the turns of a graph: which there are, what they cost, which are forbidden to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.roads.bearings import edge_bearings, turn_angles
from doorstep.roads.conditions import Holds
from doorstep.roads.graph import (
    CLOSED,
    NODE_BASED,
    BoolArray,
    FloatArray,
    Graph,
    IntArray,
    LongArray,
    Turns,
)
from doorstep.roads.profile import Profile, TurnRule
from doorstep.roads.restricting import TurnBan
from doorstep.roads.retracing import Memory, remember
from doorstep.roads.strong import strong_parts

_JUNCTION_EDGES = 3
_ROUNDS = 8


@dataclass(slots=True)
class _Draft:
    """Turns between states while they are made; see ``Turns``."""

    state: IntArray
    tail: IntArray
    head: IntArray
    plain: IntArray
    """For each turn the number of the turn between plain directed edges that it repeats."""
    past: list[tuple[int, ...]]
    """The remembered paths, of the last states in this order."""


def build_turns(
    graph: Graph, profiles: Sequence[Profile], bans: Sequence[TurnBan]
) -> tuple[Turns, IntArray, IntArray]:
    """Return the turns of a graph, and its times without streets one cannot get to or leave.

    Restrictions that hold at certain hours are taken as holding always: who does not say when he
    drives never breaks one. For other hours ``signs.times_at`` lifts them.

    A U-turn is allowed where there is no other way on: in dead ends, before barriers that are
    closed, and where private ground begins.

    Parameters
    ----------
    graph
        Without turns.
    profiles
        In the order of the graph's rows.
    bans
        Restrictions in directed edges.

    Returns
    -------
    tuple
        Turns; ``forward_ms`` and ``backward_ms`` of the graph with more ``CLOSED``.
    """
    rows = [i for i, profile in enumerate(profiles) if profile.turns is not None]
    tail, head = _plain_turns(graph, _used(graph, rows))
    memory = remember(bans)
    draft = _with_memory(tail, head, memory, 2 * graph.edge_count)
    forbidden, ruled, unread = _forbid(draft, bans, profiles, rows)
    angles = turn_angles(edge_bearings(graph), tail.astype(np.int32), head.astype(np.int32))
    forward_ms, backward_ms = graph.forward_ms.copy(), graph.backward_ms.copy()
    ms = np.full((len(rows), len(draft.tail)), CLOSED, dtype=np.int32)
    numbers = np.full(len(profiles), NODE_BASED, dtype=np.int32)
    prices: list[IntArray] = []
    for number, row in enumerate(rows):
        numbers[row] = number
        rule = profiles[row].turns
        if rule is not None:
            plain_ms = _costs(graph, row, rule, angles, (tail, head))
            whole_ms, u_turn_ms = plain_ms[draft.plain], round(rule.u_turn_s * 1000)
            ahead, back = _settle(
                graph, row, draft, (whole_ms, u_turn_ms), forbidden[number], ms[number]
            )
            forward_ms[row, ~ahead] = CLOSED
            backward_ms[row, ~back] = CLOSED
            prices.append(whole_ms)
    whens = tuple(sorted({when for *_, when in ruled}))
    entries = np.array(
        [(t, n, prices[n][t], whens.index(when)) for t, n, when in ruled], dtype=np.int32
    ).reshape(-1, 4)
    turns = Turns(
        state=draft.state,
        tail=draft.tail,
        head=draft.head,
        row=numbers,
        ms=ms,
        ruled_turn=entries[:, 0].copy(),
        ruled_row=entries[:, 1].copy(),
        ruled_ms=entries[:, 2].copy(),
        ruled_when=entries[:, 3].copy(),
        whens=whens,
        unread=unread,
    )
    return turns, forward_ms, backward_ms


def _used(graph: Graph, rows: Sequence[int]) -> BoolArray:
    """Return which directed edges any of the profiles may use at any hour."""
    used = np.zeros(2 * graph.edge_count, dtype=np.bool_)
    used[0::2] = (graph.forward_ms[rows] != CLOSED).any(axis=0)
    used[1::2] = (graph.backward_ms[rows] != CLOSED).any(axis=0)
    hours = graph.hours
    mine = np.isin(hours.row, rows)
    used[2 * hours.edge[mine & (hours.forward_ms != CLOSED)]] = True
    used[2 * hours.edge[mine & (hours.backward_ms != CLOSED)] + 1] = True
    return used


def _plain_turns(graph: Graph, used: BoolArray) -> tuple[LongArray, LongArray]:
    """Return all pairs of directed edges of which one begins where the other ends."""
    begins = np.column_stack([graph.edge_tail, graph.edge_head]).ravel()
    ends = np.column_stack([graph.edge_head, graph.edge_tail]).ravel()
    ways = np.flatnonzero(used)
    exits = ways[np.argsort(begins[ways], kind="stable")]
    count = np.bincount(begins[exits], minlength=graph.node_count)
    first = np.concatenate([[0], np.cumsum(count)])
    sizes = count[ends[ways]]
    tail = np.repeat(ways, sizes)
    within = np.arange(len(tail)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    head = exits[np.repeat(first[ends[ways]], sizes) + within]
    return tail, head


def _with_memory(tail: LongArray, head: LongArray, memory: Memory, directions: int) -> _Draft:
    """Return the turns with a state for every path that must be remembered."""
    ways = np.unique(np.concatenate([tail, head]))
    state_of = np.full(directions, -1, dtype=np.int64)
    state_of[ways] = np.arange(len(ways))
    paths = [path for path in memory.paths if state_of[path[-1]] >= 0]
    copy_of = {path: len(ways) + i for i, path in enumerate(paths)}
    states = np.concatenate([ways, np.array([path[-1] for path in paths], dtype=np.int64)])
    tails, heads = state_of[tail], state_of[head]
    starts = np.searchsorted(tail, ways)
    stops = np.searchsorted(tail, ways, side="right")

    def next_state(path: tuple[int, ...], way: int) -> int:
        longest = memory.longest((*path, way))
        return copy_of.get(longest, int(state_of[way])) if longest else int(state_of[way])

    more: list[tuple[int, int, int]] = []
    for path, copy in copy_of.items():
        at = int(state_of[path[-1]])
        more += [
            (copy, next_state(path, int(head[turn])), turn)
            for turn in range(starts[at], stops[at])
        ]
    for way in sorted({path[0] for path in paths if len(path) == 2}):  # noqa: PLR2004 - a pair
        at = int(state_of[way])
        for turn in range(starts[at], stops[at]) if at >= 0 else ():
            heads[turn] = next_state((way,), int(head[turn]))
    added = np.array(more, dtype=np.int64).reshape(-1, 3)
    return _Draft(
        states.astype(np.int32),
        np.concatenate([tails, added[:, 0]]).astype(np.int32),
        np.concatenate([heads, added[:, 1]]).astype(np.int32),
        np.concatenate([np.arange(len(tail)), added[:, 2]]).astype(np.int32),
        paths,
    )


def _forbid(
    draft: _Draft, bans: Sequence[TurnBan], profiles: Sequence[Profile], rows: Sequence[int]
) -> tuple[BoolArray, list[tuple[int, int, str]], tuple[str, ...]]:
    """Return which turns are forbidden to whom, and those of them that are at certain hours only.

    Entries of the second are turn, number of the row, and hours. The third are conditions that
    cannot be read; their restrictions count as holding always.
    """
    always = np.zeros((len(rows), len(draft.tail)), dtype=np.bool_)
    at_hours: set[tuple[int, int, str]] = set()
    unread: set[str] = set()
    first_copy = len(draft.state) - len(draft.past)
    states_of: dict[int, list[int]] = {}
    for state, way in enumerate(draft.state.tolist()):
        states_of.setdefault(way, []).append(state)
    for ban in bans:
        heeded = _heeded(ban, profiles, rows, unread)
        for state in states_of.get(ban.path[-1], ()):
            copy = state - first_copy
            past = draft.past[copy] if copy >= 0 else ban.path[-1:]
            if past[-len(ban.path) :] != ban.path:
                continue
            turns = _forbidden_turns(draft, state, ban)
            at_hours |= {(turn, i, hours) for turn in turns for i, hours in heeded if hours}
            always[np.ix_([i for i, hours in heeded if not hours], turns)] = True
    ruled = [one for one in sorted(at_hours) if not always[one[1], one[0]]]
    for turn, number, _ in ruled:
        always[number, turn] = True
    return always, ruled, tuple(sorted(unread))


def _heeded(
    ban: TurnBan, profiles: Sequence[Profile], rows: Sequence[int], unread: set[str]
) -> list[tuple[int, str]]:
    """Return the rows that a restriction binds, each with its hours, empty for always."""
    found: list[tuple[int, str]] = []
    for number, row in enumerate(rows):
        if not profiles[row].heeds(ban.rule.mode, ban.rule.exempt):
            continue
        met = profiles[row].condition(ban.rule.when) if ban.rule.when else None
        if met is None or met.holds is not Holds.NEVER:
            found.append((number, met.hours if met else ""))
        if met is not None and met.holds is Holds.UNKNOWN:
            unread.add(f"restriction @ ({ban.rule.when})")
    return found


def _forbidden_turns(draft: _Draft, state: int, ban: TurnBan) -> list[int]:
    first, last = np.searchsorted(draft.tail, [state, state + 1])
    named = [int(draft.state[draft.head[turn]]) in ban.exits for turn in range(first, last)]
    return [
        turn
        for turn, is_named in zip(range(first, last), named, strict=True)
        if is_named != ban.rule.is_only
    ]


def _costs(
    graph: Graph,
    row: int,
    rule: TurnRule,
    angles: FloatArray,
    turns: tuple[LongArray, LongArray],
) -> IntArray:
    """Return what turns cost one profile in milliseconds, U-turns not yet.

    Only where three or more of its streets meet: elsewhere a street bends. A barrier is no street.
    """
    tail, head = turns
    open_edges = (graph.forward_ms[row] != CLOSED) | (graph.backward_ms[row] != CLOSED)
    streets = open_edges & (graph.edge_length_m > 0)
    ends = np.concatenate([graph.edge_tail[streets], graph.edge_head[streets]])
    degree = np.bincount(ends, minlength=graph.node_count)
    via = np.where(tail % 2, graph.edge_tail[tail // 2], graph.edge_head[tail // 2])
    is_near = angles < 0 if graph.left_hand else angles > 0
    bias = np.where(is_near, rule.bias, 1.0 / rule.bias)
    exponent = 6.5 * bias - 13.0 / bias * np.abs(angles) / 180.0
    seconds = rule.most_s / (1.0 + np.exp(exponent))
    counts = degree[via] >= _JUNCTION_EDGES
    counts &= (graph.edge_length_m[tail // 2] > 0) & (graph.edge_length_m[head // 2] > 0)
    ms: IntArray = np.rint(np.where(counts, seconds, 0.0) * 1000).astype(np.int32)
    return ms


def _settle(
    graph: Graph,
    row: int,
    draft: _Draft,
    costs: tuple[IntArray, int],
    forbidden: BoolArray,
    out_ms: IntArray,
) -> tuple[BoolArray, BoolArray]:
    """Fill in one profile's turns, and return which edges it can get to and leave each way.

    Where one can turn round depends on where one can go on, and the other way about, so both are
    worked out until nothing changes. A stop is left in either direction, so the two of a street
    belong together, also on a ring where nobody ever need turn round.
    """
    whole_ms, u_turn_ms = costs
    way = draft.state
    times = np.column_stack([graph.forward_ms[row], graph.backward_ms[row]]).ravel()
    is_open = times[way] != CLOSED
    inside = graph.ends_only[row][way // 2]
    is_u_turn = way[draft.head] == (way[draft.tail] ^ 1)
    enters = inside[draft.head] & ~inside[draft.tail]
    allowed = ~forbidden
    kept = is_open
    here, there = _both_ways(way, is_open)
    for _ in range(_ROUNDS):
        going = allowed & ~is_u_turn & ~enters & kept[draft.tail] & kept[draft.head]
        goes_on = np.zeros(len(way), dtype=np.bool_)
        goes_on[draft.tail[going]] = True
        usable = allowed & (~is_u_turn | ~goes_on[draft.tail])
        through = usable & is_open[draft.tail] & is_open[draft.head]
        tails = np.concatenate([draft.tail[through], here, there])
        heads = np.concatenate([draft.head[through], there, here])
        now = _largest(len(way), tails, heads) & is_open
        if (now == kept).all():
            break
        kept = now
    out_ms[:] = np.where(usable, np.where(is_u_turn, u_turn_ms, whole_ms), CLOSED)
    directions = np.zeros(2 * graph.edge_count, dtype=np.bool_)
    directions[way[kept]] = True
    return directions[0::2], directions[1::2]


def _both_ways(way: IntArray, is_open: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the states of streets that are open both ways, ahead and back."""
    plain, first = np.unique(way, return_index=True)
    back = np.searchsorted(plain, plain + 1)
    back = np.minimum(back, len(plain) - 1)
    paired = (plain % 2 == 0) & (plain[back] == plain + 1)
    here, there = first[paired].astype(np.int32), first[back[paired]].astype(np.int32)
    usable = is_open[here] & is_open[there]
    return here[usable], there[usable]


def _largest(count: int, tail: IntArray, head: IntArray) -> BoolArray:
    """Return the states of the largest strongly connected component, the first of equals."""
    if not count:
        return np.zeros(0, dtype=np.bool_)
    component = strong_parts(count, tail, head)
    sizes = np.bincount(component)
    firsts = np.unique(component, return_index=True)[1]
    best = min(range(len(sizes)), key=lambda c: (-sizes[c], firsts[c]))
    return np.asarray(component == best)
