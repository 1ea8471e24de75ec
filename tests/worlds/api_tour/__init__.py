"""A walk through the whole API on real servers, which keeps an example of each operation."""

from worlds.api_tour.recorder import Recorder
from worlds.api_tour.walk import walk

__all__ = ["Recorder", "walk"]
