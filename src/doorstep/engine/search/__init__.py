"""The search: ruin and recreate under annealing, compiled by Numba for what the problem needs."""

from doorstep.engine.search.driver import SearchResult, search

__all__ = ["SearchResult", "search"]
