"""A plan as files: data for programs, sheets for people, one page that opens anywhere."""

from doorstep.planning.files.geojson import to_geojson
from doorstep.planning.files.manifest import to_manifest
from doorstep.planning.files.plan_html import to_html
from doorstep.planning.files.plan_json import PLAN_VERSION, plan_schema, to_json
from doorstep.planning.files.rejected_csv import to_rejected_csv
from doorstep.planning.files.stops_csv import to_stops_csv

__all__ = [
    "PLAN_VERSION",
    "plan_schema",
    "to_geojson",
    "to_html",
    "to_json",
    "to_manifest",
    "to_rejected_csv",
    "to_stops_csv",
]
