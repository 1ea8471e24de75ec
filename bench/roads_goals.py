"""What the roads' figures are to reach, and which of them do."""

from typing import Any

GOALS: dict[str, tuple[str, float]] = {
    "matrix_1000_turns_vs_osrm_mld_cpu": ("<=", 0.5),
    "matrix_1000_node_vs_osrm_mld_cpu": ("<=", 0.25),
    "matrix_3000_node_s": ("<=", 3.0),
    "cube_24x1000_s": ("<=", 10.0),
    "cube_24x1000_wall_s_2": ("<=", 6.0),
    "customise_ms": ("<=", 100.0),
    "td_mean_error_pct": ("<=", 0.5),
    "td_p99_error_pct": ("<=", 2.0),
    "dijkstra_mismatches": ("<=", 0),
    "route_matrix_mismatches": ("<=", 0),
    "turn_restrictions_violated": ("<=", 0),
    "one_ways_violated": ("<=", 0),
    "match_recall": (">=", 0.99),
    "match_precision": (">=", 0.97),
    "match_ms": ("<=", 30.0),
    "geocode_clean": (">=", 0.99),
    "geocode_typo": (">=", 0.97),
    "geocode_number_first": (">=", 0.95),
    "geocode_dropped_type": (">=", 0.95),
    "geocode_folded": (">=", 0.95),
    "geocode_nonsense_not_found": (">=", 0.95),
    "geocode_p95_ms": ("<=", 5.0),
    "import_cpu_s": ("<=", 12.0),
    "import_rss_mb": ("<=", 1024.0),
    "load_s": ("<=", 0.3),
}


def judge(figures: dict[str, float | None]) -> dict[str, dict[str, Any]]:
    """Return each goal with what was measured; ``met`` is none where nothing was."""
    return {name: _judge_one(figures.get(name), *goal) for name, goal in GOALS.items()}


def _judge_one(value: float | None, sense: str, bound: float) -> dict[str, Any]:
    met = None if value is None else (value <= bound if sense == "<=" else value >= bound)
    return {"goal": f"{sense} {bound:g}", "met": met}
