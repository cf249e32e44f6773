"""JSON Schema, draft 4: as much of it as the schema of SARIF uses."""

import re
from collections.abc import Iterator

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}
IGNORED = {"$schema", "title", "id", "description", "default", "definitions", "format"}
READ = {
    *("$ref", "type", "enum", "minimum", "maximum", "pattern", "required", "properties"),
    *("additionalProperties", "items", "minItems", "uniqueItems", "anyOf", "not"),
}


def wrong(value, schema, root, place="$") -> Iterator[str]:
    """Yield where *value* does not follow *schema*; *root* holds the definitions."""
    assert not {*schema} - IGNORED - READ, {*schema} - IGNORED - READ
    if "$ref" in schema:
        yield from wrong(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root, place)
        return
    if not _is_of_type(value, schema.get("type")):
        yield f"{place} is no {schema['type']}"
        return
    yield from _simple(value, schema, place)
    if isinstance(value, dict):
        yield from _object(value, schema, root, place)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from wrong(item, schema.get("items", {}), root, f"{place}[{number}]")
    choices = schema.get("anyOf", [])
    if choices and all(list(wrong(value, choice, root, place)) for choice in choices):
        yield f"{place} is none of the choices"
    if "not" in schema and not list(wrong(value, schema["not"], root, place)):
        yield f"{place} is what it must not be"


def _is_of_type(value, name) -> bool:
    is_number = not isinstance(value, bool) or name == "boolean"
    return name is None or (isinstance(value, TYPES[name]) and is_number)


def _simple(value, schema, place) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place} is none of {schema['enum']}"
    is_number = isinstance(value, int | float)
    if is_number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place} is out of range"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{place} is not like {schema['pattern']}"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{place} has too few items"
        if schema.get("uniqueItems") and len({*map(repr, value)}) < len(value):
            yield f"{place} has an item twice"


def _object(value, schema, root, place) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{place} has no {n}" for n in schema.get("required", ()) if n not in value)
    more = schema.get("additionalProperties", True)
    for name, inside in value.items():
        if name in known:
            yield from wrong(inside, known[name], root, f"{place}.{name}")
        elif more is False:
            yield f"{place} has {name!r}, which does not exist"
        elif isinstance(more, dict):
            yield from wrong(inside, more, root, f"{place}.{name}")
