"""Other programs' files as problems, and solutions in their words; texts in, texts out.

One file or package a format: ``vrplib`` (CVRP, VRPTW, and with ``fleets`` HFVRP, MDVRPTW, MTVRPTWR
and PCVRPTW), ``solomon`` (VRPTW), ``li_lim`` (PDPTW), ``schneider`` (electric vehicles),
``mamut`` (JSON, travel by the time of day),
``vroom`` (JSON). ``read_instance`` tells the texts among them apart.
None of them opens a file. What a format can say and the engine cannot do is refused by name.
"""

from doorstep.engine.formats import li_lim, mamut, schneider, solomon, vroom, vrplib
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance, Rounding
from doorstep.engine.formats.recognise import Kind, read_instance, recognise
from doorstep.engine.formats.routes_text import RoutesText, read_routes, write_routes

__all__ = [
    "FormatError",
    "Instance",
    "Kind",
    "Rounding",
    "RoutesText",
    "li_lim",
    "mamut",
    "read_instance",
    "read_routes",
    "recognise",
    "schneider",
    "solomon",
    "vroom",
    "vrplib",
    "write_routes",
]
