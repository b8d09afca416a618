"""The JSON Schema of a pack file, for editors and validators."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from eligibility.rules.model import OWN_FIELDS, SECTIONS, Entry, Pack

TITLE = "eligibility rule pack"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def pack_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `*.pack.yaml` file.

    Example:
        >>> sorted(pack_schema()["required"])
        ['pack']
    """
    _, definitions = msgspec.json.schema_components([Pack], ref_template="#/$defs/{name}")
    root = definitions.pop("Pack")
    _drop(root, OWN_FIELDS)
    _order(root, SECTIONS)
    for name, definition in definitions.items():
        _drop(definition, (*OWN_FIELDS, "pack"))
        _order(definition, Entry.__struct_fields__)
        _allow_strings(definition, name)
    whole: dict[str, Any] = json.loads(json.dumps({"$schema": DIALECT, **root, "title": TITLE, "$defs": definitions}))
    return whole


def _drop(definition: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Takes out what the reader fills in."""
    for field in fields:
        definition.get("properties", {}).pop(field, None)


def _order(definition: dict[str, Any], inherited: tuple[str, ...]) -> None:
    """Puts the fields that must be there first, and those that all have in common last, with the tests."""
    fields = definition.get("properties", {})
    required = definition.get("required", ())
    last = (*(field for field in inherited if field != "tests"), "tests")
    order = sorted(fields, key=lambda field: (field not in required, last.index(field) + 1 if field in last else 0))
    definition["properties"] = {field: fields[field] for field in order}


def _allow_strings(definition: dict[str, Any], name: str) -> None:
    """A test may be a string of marked-up text, a reject the text itself."""
    if name in ("TestCase", "RejectCase"):
        mapping = dict(definition)
        definition.clear()
        definition.update({"anyOf": [{"type": "string", "minLength": 1}, mapping]})
