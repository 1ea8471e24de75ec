"""What each figure must be; the marks are those of the load goals L-1 to L-19."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure and how large, or how small, it must be."""

    mark: str
    figure: str
    at_least: float | None = None
    at_most: float | None = None


GOALS = (
    Goal("L-1", "positions_single_per_s", at_least=2000),
    Goal("L-1", "positions_single_p50_ms", at_most=25),
    Goal("L-1", "positions_single_p99_ms", at_most=150),
    Goal("L-2", "positions_batched_per_s", at_least=10_000),
    Goal("L-2", "positions_batched_p99_ms", at_most=250),
    Goal("L-3", "dirty_per_s", at_least=8000),
    Goal("L-3", "dirty_wrong_answers", at_most=0),
    Goal("L-4", "burst_events_s", at_most=180),
    Goal("L-4", "burst_all_s", at_most=600),
    Goal("L-4", "burst_slowest_first_answer_ms", at_most=30_000),
    Goal("L-5", "import_10000_s", at_most=5),
    Goal("L-5", "import_100000_s", at_most=60),
    Goal("L-5", "import_100000_extra_rss_mb", at_most=150),
    Goal("L-5", "import_100000_new_rows_when_sent_again", at_most=0),
    Goal("L-6", "orders_per_s", at_least=400),
    Goal("L-6", "orders_p99_ms", at_most=150),
    Goal("L-7", "driver_events_per_s", at_least=200),
    Goal("L-7", "driver_events_p99_ms", at_most=200),
    Goal("L-8", "photos_per_s", at_least=15),
    Goal("L-8", "photos_p99_ms", at_most=1500),
    Goal("L-13", "overload_goodput", at_least=0.8),
    Goal("L-13", "overload_refusal_p99_ms", at_most=100),
    Goal("L-13", "overload_refused_without_retry_after", at_most=0),
    Goal("L-13", "overload_well_again_s", at_most=30),
    Goal("L-15", "idle_rss_mb", at_most=150),
    Goal("L-15", "rss_mb", at_most=600),
    Goal("L-16", "start_s", at_most=3),
    Goal("L-16", "recovery_s", at_most=5),
    Goal("L-16", "wal_mb", at_most=256),
    Goal("L-17", "bytes_per_position", at_most=60),
    Goal("L-17", "bytes_per_order", at_most=1500),
    Goal("D-1", "acked_lost", at_most=0),
    Goal("D-1", "acked_double", at_most=0),
)
HALF_ON_A_SERVER = {"positions_batched_per_s", "orders_per_s"}
"""L-19: with PostgreSQL on the same two cores, half of these."""


def judge(figures: dict[str, Any], *, is_sqlite: bool) -> list[dict[str, Any]]:
    """Return each goal that was measured, with what was found."""
    measured = [goal for goal in GOALS if figures.get(goal.figure) is not None]
    return [_judge(goal, figures, is_sqlite=is_sqlite) for goal in measured] + _quiet(figures)


def _judge(goal: Goal, figures: dict[str, Any], *, is_sqlite: bool) -> dict[str, Any]:
    found, least = figures[goal.figure], goal.at_least
    if least is not None and not is_sqlite and goal.figure in HALF_ON_A_SERVER:
        least /= 2
    met = (least is None or found >= least) and (goal.at_most is None or found <= goal.at_most)
    must = f">= {least:g}" if least is not None else f"<= {goal.at_most:g}"
    return {"goal": goal.mark, "figure": goal.figure, "must": must, "found": found, "met": met}


def _quiet(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """L-14: twice what it is alone, and never less than ten milliseconds."""
    alone = figures.get("quiet_tenant_alone_p99_ms")
    if alone is None:
        return []
    found, most = figures["quiet_tenant_beside_p99_ms"], max(10.0, 2 * alone)
    return [
        {
            "goal": "L-14",
            "figure": "quiet_tenant_beside_p99_ms",
            "must": f"<= {most:g}",
            "found": found,
            "met": found <= most,
        }
    ]
