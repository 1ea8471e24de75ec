"""Shares of the speed by hour, and how little a few observations move."""

import numpy as np
import pytest

from doorstep.roads import EdgeTimes, Traffic, learn, slow_down
from doorstep.roads.graph import CLOSED
from doorstep.roads.sources import read_traffic
from worlds.towns import ascii_town

MONDAY_8, MONDAY_12, MONDAY_16, SATURDAY_8 = 8, 12, 16, 5 * 24 + 8


def test_the_peaks_of_a_city_slow_its_main_streets_on_working_days() -> None:
    city = read_traffic("city")
    primary = city.classes["primary"]
    shares = [primary[hour] for hour in (MONDAY_8, MONDAY_12, MONDAY_16, SATURDAY_8)]
    assert shares == [0.79, 1.0, 0.62, 1.0]
    assert "residential" not in city.classes
    assert "bicycle" not in city.profiles


def test_a_class_of_street_is_slowed_for_those_who_drive_in_traffic() -> None:
    town = ascii_town("A-B")  # its one street is residential
    week = np.ones(168)
    week[MONDAY_8] = 0.5
    traffic = Traffic("test", frozenset({"van"}), {"residential": week})
    graph = town.graph
    assert traffic.shares(graph, "van", MONDAY_8).tolist() == [0.5, 0.5]
    assert traffic.shares(graph, "van", MONDAY_12).tolist() == [1.0, 1.0]
    assert traffic.shares(graph, "bicycle", MONDAY_8).tolist() == [1.0, 1.0]


def test_what_was_learned_of_one_street_takes_the_place_of_its_class() -> None:
    town = ascii_town("A-B-C")
    slow, fast = np.full(168, 0.5), np.full(168, 0.9)
    traffic = Traffic("test", frozenset({"van"}), {"residential": slow}, {3: fast})
    assert traffic.shares(town.graph, "van", MONDAY_8).tolist() == [0.5, 0.5, 0.5, 0.9]
    assert traffic.shares(town.graph, "bicycle", MONDAY_8).tolist() == [1, 1, 1, 1]


def test_half_the_speed_is_twice_the_time_and_closed_stays_closed() -> None:
    times = EdgeTimes(np.array([1000, CLOSED], np.int32), np.array([3000, 3000], np.int32))
    slower = slow_down(times, np.array([0.5, 0.5]))
    assert slower.forward_ms.tolist() == [2000, CLOSED]
    assert slower.backward_ms.tolist() == [6000, 6000]
    one_way = slow_down(times, np.array([0.5, 1.0, 0.5, 1.0]))
    assert one_way.forward_ms.tolist() == [2000, CLOSED]
    assert one_way.backward_ms.tolist() == [3000, 3000]


def test_few_observations_move_little_and_many_decide() -> None:
    prior = np.full(4, 0.8)
    count = np.array([0, 1, 20, 2000])
    shares = learn(prior, np.full(4, 0.4), count)
    # 20 against 20: the geometric mean of 0.8 and 0.4.
    assert shares == pytest.approx([0.8, 0.774, 0.5657, 0.4028], abs=5e-4)


def test_what_was_not_seen_need_not_be_a_number() -> None:
    assert learn(np.array([0.7]), np.array([np.nan]), np.array([0])).tolist() == [0.7]
