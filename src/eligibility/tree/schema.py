"""The contract as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from eligibility.tree.trial import StructuredTrial
from eligibility.tree.values import Value

Schema = dict[str, Any]


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of what `StructuredTrial` is dumped to; descriptions are the docstrings.

    Example:
        >>> json_schema()["properties"]["schema_version"]["const"]
        '1.0'
    """
    schema: Schema = StructuredTrial.model_json_schema(mode="serialization")
    definitions: Schema = schema.pop("$defs")
    documented = {model.__name__: model for model in _subclasses(Value)}
    for name, definition in (*definitions.items(), ("StructuredTrial", schema)):
        _document(definition, documented[name])
    nodes: list[Schema] = []
    pointing = _pointing({**schema, "$defs": definitions}, nodes)
    pointing["$defs"]["Node"] = {"title": "Node", "description": "Any node of a constraint tree.", "oneOf": nodes}
    pointing["$defs"] = dict(sorted(pointing["$defs"].items()))
    title = "Structured eligibility criteria of a clinical trial"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **pointing, "title": title}


def _subclasses(model: type[Value]) -> Iterator[type[Value]]:
    for below in model.__subclasses__():
        yield below
        yield from _subclasses(below)


def _document(definition: Schema, model: type[Value]) -> None:
    """Write the docstring of a model into its definition: its first part, and its attributes at the properties."""
    definition["description"] = _summary(model)
    told = {name: text for base in reversed(model.__mro__) for name, text in _attributes(base).items()}
    for name, field in definition["properties"].items():
        field.pop("title", None)
        if name in told:
            field["description"] = told[name]


def _summary(model: type) -> str:
    return " ".join((model.__doc__ or "").partition("Attributes:")[0].split())


def _attributes(model: type) -> dict[str, str]:
    """The attributes that a Google-style docstring describes, one on a line."""
    described = (model.__doc__ or "").partition("Attributes:")[2]
    return {match[1]: match[2] for match in re.finditer(r"^ +(\w+): (.+)$", described, re.MULTILINE)}


def _pointing(part: Any, nodes: list[Schema]) -> Any:  # noqa: ANN401  # any JSON value
    """The schema with each list of all kinds of nodes put into `nodes` and a reference in its place."""
    if isinstance(part, list):
        return [_pointing(item, nodes) for item in part]
    if not isinstance(part, dict):
        return part
    if "discriminator" in part:
        nodes[:] = part["oneOf"]
        rest = {name: value for name, value in part.items() if name not in {"discriminator", "oneOf"}}
        return {**rest, "$ref": "#/$defs/Node"}
    return {name: _pointing(item, nodes) for name, item in part.items()}
