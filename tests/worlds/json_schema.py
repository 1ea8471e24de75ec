"""Judge a JSON value by the parts of JSON Schema 2020-12 that Doorstep's schemas use."""

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
}
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required",
    "additionalProperties", "items", "const", "enum", "pattern", "minimum", "maximum",
}  # fmt: skip


def list_faults(value: object, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the value; a keyword this judge does not know is a fault too."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from list_faults(value, root["$defs"][name], root)
    for keyword in schema.keys() - KNOWN:
        yield f"unknown keyword {keyword}"
    wanted = TYPES.get(schema.get("type", ""))
    if wanted and (not isinstance(value, wanted) or isinstance(value, bool)):
        yield f"{value!r} is no {schema['type']}"
        return
    yield from _value_faults(value, schema)
    if isinstance(value, dict):
        yield from _object_faults(value, schema, root)
    if isinstance(value, list):
        for item in value:
            yield from list_faults(item, schema.get("items", {}), root)


def _value_faults(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{value!r} does not match {schema['pattern']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{value!r} is below {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        yield f"{value!r} is above {schema['maximum']}"


def _object_faults(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]
) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{name} is missing"
    for name, item in value.items():
        if name in properties:
            yield from list_faults(item, properties[name], root)
        elif schema.get("additionalProperties") is False:
            yield f"{name} is unknown"
