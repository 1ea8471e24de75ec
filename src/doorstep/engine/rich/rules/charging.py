"""Charging: at which stations, and up to which level; see ``engine.charging``, which says why."""

from doorstep.engine.charging import IN_A_ROW, MOST_CHARGES, MOST_LABELS, MOST_PLANS
from doorstep.engine.rich.electric_layout import (
    AT,
    AT_START,
    CAME,
    CAPACITY,
    COUNT,
    CURVE,
    CURVE_END,
    CURVE_NUMBER,
    FINAL,
    FLOOR,
    FROM,
    IS_FULL,
    LATEST,
    LEVEL,
    LOAD_PERCENT,
    METRES,
    MOST_MOVED,
    MOST_PAST,
    OFFSET,
    ON_LEG,
    PAST,
    PASTS,
    PAYS_TIME,
    RESERVE,
    ROWS,
    SPENT,
    STATION,
    TABLE,
    USED,
    Charging,
    Electric,
)
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    BRING,
    END,
    FETCH,
    INBOUND,
    NEVER,
    OUTBOUND,
    OVERTIME,
    PROFILE,
    RELEASE,
    RELOAD,
    RELOAD_S,
    ROLE,
    SERVICE,
    SERVICE_PERCENT,
    SETUP,
    SHIFT_LATE,
    START,
    TRAVEL_PERCENT,
    WINDOW,
    WINDOW_END,
    Ints,
    Model,
)
from doorstep.engine.rich.rules.legs import place_of, scale

_PERCENT = 100


@piece
def copy_row(target: Ints, source: Ints) -> None:
    """Copy a row field by field: a slice would be copied by way of memory of its own."""
    for field in range(len(target)):
        target[field] = source[field]


@piece
def seconds_up_to(electric: Electric, station: int, level: int) -> int:
    """Return how long a station takes from empty to a level, rounded up."""
    at = electric.station[station, CURVE] + 1
    while electric.curve[at, 0] < level and at + 1 < electric.station[station, CURVE_END]:
        at += 1
    low, begin = electric.curve[at - 1, 0], electric.curve[at - 1, 1]
    high, end = electric.curve[at, 0], electric.curve[at, 1]
    return begin + ((level - low) * (end - begin) + high - low - 1) // (high - low)


@piece
def leg_takes(model: Model, electric: Electric, car: int, here: int, there: int, load: int) -> int:
    """Return what a leg takes of the battery, with a load."""
    base = electric.energy[electric.battery[car, TABLE], here, there]
    percent = electric.battery[car, LOAD_PERCENT]
    if percent == 0 or model.load.shape[2] == 0:
        return base
    most = model.car_load[car, 0, 0]
    if most <= 0:
        return base
    return (base * (_PERCENT * most + percent * load) + _PERCENT * most - 1) // (_PERCENT * most)


@piece
def lasts(model: Model, electric: Electric, charging: Charging, car: int, length: int) -> bool:
    """Tell whether the battery lasts for ``charging.order`` as it is; write its loads."""
    _list_loads(model, electric, charging, car, length)
    here, used = model.car[car, START], 0
    for position in range(length + 1):
        there = model.car[car, END]
        if position < length:
            there = place_of(model, car, charging.order[position])
        used += leg_takes(model, electric, car, here, there, charging.load[position])
        here = there
    battery = electric.battery[car]
    return used <= battery[AT_START] - battery[RESERVE]


@piece
def _list_loads(
    model: Model, electric: Electric, charging: Charging, car: int, length: int
) -> None:
    """Write what is on board on each leg, in the first dimension, where that matters."""
    if electric.battery[car, LOAD_PERCENT] == 0 or model.load.shape[2] == 0:
        charging.load[: length + 1] = 0
        return
    on_board, back = model.car_load[car, 1, 0], 0
    for position in range(length + 1):
        if position == 0 or model.activity[charging.order[position - 1], ROLE] == RELOAD:
            on_board -= back
            back = 0
            for later in range(position, length):
                number = charging.order[later]
                if model.activity[number, ROLE] == RELOAD:
                    break
                if model.activity[number, ROLE] == OUTBOUND:
                    on_board += model.load[number, 0, 0]
        else:
            number = charging.order[position - 1]
            role, amount = model.activity[number, ROLE], model.load[number, 0, 0]
            if role in (INBOUND, FETCH):
                on_board += amount
            elif role in (OUTBOUND, BRING):
                on_board -= amount
            if role == INBOUND:
                back += amount
            if role != FETCH:
                on_board += model.load[number, 1, 0]
                back += model.load[number, 1, 0]
        charging.load[position] = on_board


@piece
def find_charges(
    model: Model, electric: Electric, charging: Charging, car: int, length: int, departs: int
) -> int:
    """Find ways to charge along ``charging.order``; return how many, the shortest first."""
    tally, labels = charging.tally, charging.label
    tally[PASTS] = 0
    start = labels[0, 0]
    start[:] = 0
    start[STATION], start[CAME], start[PAST] = -1, departs, -1
    start[LEVEL] = electric.battery[car, AT_START]
    start[FLOOR], start[LATEST] = -NEVER, NEVER
    kept, side = 1, 0
    here = model.car[car, START]
    for leg in range(length + 1):
        there = model.car[car, END]
        if leg < length:
            there = place_of(model, car, charging.order[leg])
        count = kept
        kept = _drive(model, electric, charging, car, (length, leg, here, there), side, count)
        side = 1 - side
        here = there
        if kept == 0:
            break
    tally[FINAL] = side
    return min(kept, MOST_PLANS)


@piece
def _drive(
    model: Model,
    electric: Electric,
    charging: Charging,
    car: int,
    where: tuple[int, int, int, int],
    side: int,
    count: int,
) -> int:
    """Take the labels of one stop to the next, by way of stations too; return how many there."""
    length, leg, here, there = where
    labels, moved, one = charging.label, charging.moved, charging.here
    load, table = charging.load[leg], electric.battery[car, TABLE]
    rows = count
    for row in range(count):
        labels[side, row, FROM] = here
    kept = 0
    for turn in range(IN_A_ROW + 1):
        source = labels[side] if turn == 0 else moved[(turn - 1) % 2]
        for row in range(rows):
            copy_row(one, source[row])
            place = source[row, FROM]
            if _move(model, electric, car, one, place, there, load):
                one[FROM] = place
                kept = _serve(model, electric, charging, car, (length, leg, there), side, kept)
        if turn == IN_A_ROW:
            break
        charging.tally[ROWS] = 0
        for row in range(rows):
            place = source[row, FROM]
            if source[row, COUNT] >= MOST_CHARGES or (
                turn > 0 and not _needs_another(model, electric, car, place, there, load)
            ):
                continue
            for at in range(electric.between.shape[3]):
                station = electric.between[table, place, there, at]
                if station < 0:
                    break
                copy_row(one, source[row])
                if _move(model, electric, car, one, place, electric.station[station, AT], load):
                    _charge(electric, charging, car, leg, station, turn % 2)
        rows = charging.tally[ROWS]
        if rows == 0:
            break
    return kept


@piece
def _needs_another(
    model: Model, electric: Electric, car: int, here: int, there: int, load: int
) -> bool:
    battery = electric.battery[car]
    needed = leg_takes(model, electric, car, here, there, load) + battery[RESERVE]
    return needed + electric.onward[battery[TABLE], there] > battery[CAPACITY]


@piece
def _move(
    model: Model, electric: Electric, car: int, one: Ints, here: int, there: int, load: int
) -> bool:
    """Take a label along a leg; tell whether time and battery allow it."""
    seconds = model.duration_s[model.car[car, PROFILE], here, there]
    if seconds < 0:
        return False
    battery = electric.battery[car]
    one[USED] += leg_takes(model, electric, car, here, there, load)
    top = one[LEVEL] if one[STATION] < 0 else battery[CAPACITY]
    if one[USED] + electric.onward[battery[TABLE], there] + battery[RESERVE] > top:
        return False
    takes = scale(seconds, model.car[car, TRAVEL_PERCENT])
    one[METRES] += model.distance_m[model.car[car, PROFILE], here, there]
    one[FLOOR] += takes
    one[OFFSET] += takes
    return _left_at(electric, one, least_level(electric, car, one)) <= one[LATEST]


@piece
def least_level(electric: Electric, car: int, one: Ints) -> int:
    """Return up to which level the vehicle was charged at least where it was last."""
    battery = electric.battery[car]
    if one[STATION] < 0:
        return one[LEVEL]
    if battery[IS_FULL]:
        return battery[CAPACITY]
    return max(one[LEVEL], one[USED] + battery[RESERVE])


@piece
def _left_at(electric: Electric, one: Ints, level: int) -> int:
    if one[STATION] < 0:
        return one[CAME]
    begun = seconds_up_to(electric, one[STATION], one[LEVEL])
    return one[CAME] + seconds_up_to(electric, one[STATION], level) - begun


@piece
def _is_at(electric: Electric, one: Ints, level: int) -> int:
    return max(one[FLOOR], _left_at(electric, one, level) + one[OFFSET])


@piece
def _serve(
    model: Model,
    electric: Electric,
    charging: Charging,
    car: int,
    where: tuple[int, int, int],
    side: int,
    kept: int,
) -> int:
    """Keep the label looked at after the stop, for each window; return how many are kept."""
    length, leg, there = where
    one = charging.here
    floor, offset, latest = one[FLOOR], one[OFFSET], one[LATEST]
    if leg == length:
        closes = model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]
        return _serve_in(
            electric, charging, car, leg == length, (-NEVER, closes, 0, -NEVER), side, kept
        )
    number = charging.order[leg]
    stay, leaves_from = 0, -NEVER
    if model.activity[number, ROLE] == RELOAD:
        stay = model.car[car, RELOAD_S]
        leaves_from = released(model, charging, leg + 1, length)
    else:
        percent = model.car[car, SERVICE_PERCENT]
        stay = scale(model.activity[number, SERVICE], percent)
        if one[FROM] != there:
            stay += scale(model.activity[number, SETUP], percent)
    first, last = model.activity[number, WINDOW], model.activity[number, WINDOW_END]
    if first == last:
        return _serve_in(
            electric, charging, car, leg == length, (-NEVER, NEVER, stay, leaves_from), side, kept
        )
    for row in range(first, last):
        one[FLOOR], one[OFFSET], one[LATEST] = floor, offset, latest
        window = (model.window[row, 0], model.window[row, 1], stay, leaves_from)
        kept = _serve_in(electric, charging, car, leg == length, window, side, kept)
    return kept


@piece
def released(model: Model, charging: Charging, first: int, length: int) -> int:
    """Return from when the trip that begins with a stop may leave."""
    latest = -NEVER
    for position in range(first, length):
        number = charging.order[position]
        if model.activity[number, ROLE] == RELOAD:
            break
        latest = max(latest, model.activity[number, RELEASE])
    return latest


@piece
def _serve_in(
    electric: Electric,
    charging: Charging,
    car: int,
    is_end: bool,
    window: tuple[int, int, int, int],
    side: int,
    kept: int,
) -> int:
    early, late, stay, leaves_from = window
    one = charging.here
    floor = max(one[FLOOR], early)
    one[LATEST] = min(one[LATEST], late - one[OFFSET])
    one[FLOOR] = max(floor + stay, leaves_from)
    one[OFFSET] += stay
    if floor > late or _left_at(electric, one, least_level(electric, car, one)) > one[LATEST]:
        return kept
    return _keep(electric, charging.label[1 - side], one, car, kept, is_end)


@piece
def _keep(electric: Electric, labels: Ints, one: Ints, car: int, kept: int, is_end: bool) -> int:
    """Put a label in its place unless another one is as good; return how many there are."""
    for row in range(kept):
        if _is_as_good(electric, car, labels[row], one, is_end):
            return kept
    to = 0
    for row in range(kept):
        if not _is_as_good(electric, car, one, labels[row], is_end):
            if to < row:
                copy_row(labels[to], labels[row])
            to += 1
    at = to
    while at > 0 and labels[at - 1, METRES] > one[METRES]:
        copy_row(labels[at], labels[at - 1])
        at -= 1
    copy_row(labels[at], one)
    return min(to + 1, MOST_LABELS)


@piece
def _is_as_good(electric: Electric, car: int, one: Ints, other: Ints, is_end: bool) -> bool:
    """Tell whether a label is at least as good as another in everything."""
    battery = electric.battery[car]
    least, others_least = least_level(electric, car, one), least_level(electric, car, other)
    if one[METRES] > other[METRES]:
        return False
    if _is_at(electric, one, least) > _is_at(electric, other, others_least):
        return False
    top = other[LEVEL] if other[STATION] < 0 else battery[CAPACITY]
    if is_end or least - one[USED] >= top - other[USED]:
        spent = one[SPENT] + _left_at(electric, one, least) - one[CAME]
        others_spent = other[SPENT] + _left_at(electric, other, others_least) - other[CAME]
        return bool(battery[PAYS_TIME] == 0 or spent <= others_spent)
    if one[STATION] < 0 or other[STATION] < 0 or battery[IS_FULL]:
        return False
    curves = electric.station[:, CURVE_NUMBER]
    if curves[one[STATION]] != curves[other[STATION]]:
        return False
    begun = seconds_up_to(electric, one[STATION], one[LEVEL])
    others_begun = seconds_up_to(electric, other[STATION], other[LEVEL])
    shift = one[CAME] - begun + one[OFFSET]
    others_shift = other[CAME] - others_begun
    if battery[PAYS_TIME] and one[SPENT] - begun > other[SPENT] - others_begun:
        return False
    return bool(
        one[USED] <= other[USED]
        and shift <= others_shift + other[OFFSET]
        and one[FLOOR] <= other[FLOOR]
        and one[LATEST] + one[OFFSET] >= other[LATEST] + other[OFFSET]
    )


@piece
def _most_by(electric: Electric, one: Ints, least: int, most: int, left_by: int) -> int:
    """Return the highest level, from ``least`` on, with which it left by an instant."""
    low, high = least, most
    while low < high:
        middle = (low + high + 1) // 2
        if _left_at(electric, one, middle) <= left_by:
            low = middle
        else:
            high = middle - 1
    return low


@piece
def _list_levels(electric: Electric, charging: Charging, car: int, station: int) -> int:
    """Write the levels at the last station that can be best when this one is next, rising."""
    one, levels = charging.here, charging.level
    battery = electric.battery[car]
    least = least_level(electric, car, one)
    levels[0] = least
    if one[STATION] < 0 or least == battery[CAPACITY]:
        return 1
    most = _most_by(electric, one, least, battery[CAPACITY], one[LATEST])
    free = _most_by(electric, one, least, most, one[FLOOR] - one[OFFSET])
    above = least if battery[PAYS_TIME] else free
    count = _add_level(levels, 1, free)
    count = _add_level(levels, count, most)
    last = electric.station[one[STATION]]
    for row in range(last[CURVE], last[CURVE_END]):
        if above < electric.curve[row, 0] < most:
            count = _add_level(levels, count, electric.curve[row, 0])
    next_one = electric.station[station]
    for row in range(next_one[CURVE], next_one[CURVE_END]):
        if above < electric.curve[row, 0] + one[USED] < most:
            count = _add_level(levels, count, electric.curve[row, 0] + one[USED])
    return count


@piece
def _add_level(levels: Ints, count: int, level: int) -> int:
    """Put a level among the others, once, in order."""
    at = count
    while at > 0 and levels[at - 1] >= level:
        at -= 1
    if (at < count and levels[at] == level) or count + 1 >= len(levels):
        return count
    for row in range(count, at, -1):
        levels[row] = levels[row - 1]
    levels[at] = level
    return count + 1


@piece
def _charge(
    electric: Electric, charging: Charging, car: int, leg: int, station: int, side: int
) -> None:
    """Add labels of having come to a station, for each level worth having there."""
    one, tally = charging.here, charging.tally
    count = _list_levels(electric, charging, car, station)
    for row in range(count):
        level = charging.level[row]
        left = level - one[USED]
        if left >= electric.battery[car, CAPACITY] or tally[ROWS] >= MOST_MOVED:
            continue
        past, charges = one[PAST], one[COUNT]
        if one[STATION] >= 0:
            if tally[PASTS] >= MOST_PAST:
                continue
            past = tally[PASTS]
            tally[PASTS] += 1
            charging.past[past, 0] = one[PAST]
            charging.past[past, 1] = one[ON_LEG]
            charging.past[past, 2] = one[STATION]
            charging.past[past, 3] = one[LEVEL]
            charging.past[past, 4] = level
            charges += 1
        to = charging.moved[side, tally[ROWS]]
        to[METRES], to[STATION] = one[METRES], station
        to[CAME], to[LEVEL] = _is_at(electric, one, level), left
        to[SPENT] = one[SPENT] + _left_at(electric, one, level) - one[CAME]
        to[USED], to[OFFSET], to[FLOOR], to[LATEST] = 0, 0, -NEVER, NEVER
        to[PAST], to[ON_LEG], to[COUNT] = past, leg, charges
        to[FROM] = electric.station[station, AT]
        tally[ROWS] += 1
