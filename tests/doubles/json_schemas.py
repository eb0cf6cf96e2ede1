"""Holds a value against a JSON Schema, of the few words that ours are made of; others are refused."""

from __future__ import annotations

from typing import Any

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
_WORDS = {"$schema", "description", "type", "properties", "required", "additionalProperties"}
_WORDS |= {"items", "anyOf", "const", "enum", "minimum"}


def mistakes(value: Any, schema: dict[str, Any], place: str = "") -> list[str]:
    """Where the value is not as the schema says, or has keys that it does not know."""
    assert set(schema) <= _WORDS, set(schema) - _WORDS
    if "anyOf" in schema:
        found = [mistakes(value, each, place) for each in schema["anyOf"]]
        return [] if not all(found) else min(found, key=len)
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    if "type" in schema and (not isinstance(value, _TYPES[schema["type"]]) or isinstance(value, bool)):
        return [f"{place}: {value!r} is no {schema['type']}"]
    if "minimum" in schema and value < schema["minimum"]:
        return [f"{place}: {value!r} is too small"]
    if isinstance(value, list):
        return [m for i, each in enumerate(value) for m in mistakes(each, schema["items"], f"{place}[{i}]")]
    if not isinstance(value, dict):
        return []
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    found = [f"{place} lacks {name}" for name in schema.get("required", ()) if name not in value]
    for name, each in value.items():
        of = known.get(name, others)
        found += (
            [f"{place}.{name} is not in the schema"] if of is None else mistakes(each, of, f"{place}.{name}")
        )
    return found
