"""What vehicles give off where nobody has said otherwise, by their travel profile.

Grams of CO2 equivalent per kilometre from well to wheel: what the engine or the power station
gives off, and what making and bringing the fuel or the current does [1]_. A fleet's own figures
are better: litres or kilowatt-hours per kilometre times what one of them gives off.

References
----------
.. [1] UK Department for Energy Security and Net Zero, Greenhouse gas reporting: conversion
   factors 2025, kg CO2e per km: "Vans", "HGV (all diesel)", "Cars (by size)" and "Motorbike",
   each with its "WTT" row.
"""

from collections.abc import Mapping
from types import MappingProxyType

USUAL_G_PER_KM: Mapping[str, int] = MappingProxyType(
    {
        "car": 211,  # average car of unknown fuel: 167.25 + 43.99
        "van": 317,  # average diesel van up to 3.5 t: 255.61 + 61.28
        "truck": 749,  # rigid truck from 7.5 to 17 t, average laden: 605.01 + 144.53
        "motor_scooter": 105,  # small motorbike: 83.19 + 21.48
    }
)
"""Bicycles, people on foot, robots and drones give off nothing here: no factor is published, and
what charges them is less than a hundredth of a van's."""


def usual_g_per_km(profile: str) -> int:
    """Return what a vehicle of a travel profile gives off; 0 where nothing is known."""
    return USUAL_G_PER_KM.get(profile, 0)
