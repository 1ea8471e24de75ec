"""What it costs that a vehicle gives off greenhouse gases, as a price of its metres.

A factor in grams of CO2 equivalent per kilometre and a price per tonne make a price per metre.
It is added to ``cost_per_m``, so the search pays one price and knows nothing of the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_PER_T = 10**9
"""Grams per kilometre in a tonne per metre: a million grams, a thousand metres."""

LARGEST_G_PER_KM = 10**6
"""Largest factor: a tonne per kilometre."""

LARGEST_COST_PER_T = 2**45
"""Largest price of a tonne."""


@dataclass(frozen=True, slots=True)
class Emissions:
    """Greenhouse gases of a vehicle, and what they cost.

    Parameters
    ----------
    g_per_km
        Grams of CO2 equivalent per kilometre, from well to wheel.
    cost_per_t
        Price of a tonne; 0: they are counted and cost nothing.
    """

    g_per_km: int
    cost_per_t: int = 0

    @property
    def cost_per_m(self) -> int:
        """Return what a metre costs, rounded to a whole number, halves up.

        The engine counts whole costs only. With thousandths of a cent, the rounding is at most
        half a cent a kilometre: of a van with 317 g at 100 a tonne, 3 cents instead of 3.17.
        """
        return (self.g_per_km * self.cost_per_t + _PER_T // 2) // _PER_T

    def grams(self, distance_m: int) -> int:
        """Return what a way gives off, in grams, halves up."""
        return (self.g_per_km * distance_m + 500) // 1000


def emission_findings(who: str, emissions: Emissions) -> Iterator[str]:
    """Yield one sentence for each thing wrong with a vehicle's emissions."""
    for field, value, most in (
        ("g_per_km", emissions.g_per_km, LARGEST_G_PER_KM),
        ("cost_per_t", emissions.cost_per_t, LARGEST_COST_PER_T),
    ):
        if not 0 <= value <= most:
            yield f"{who}: emissions: {field} {value} is not in 0..{most}"
