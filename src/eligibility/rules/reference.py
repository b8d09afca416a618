"""The reference of packs, written from their schema; `docs/reference/packs.md` is what this module prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from eligibility.rules.cue_kinds import KINDS, attributes_of
from eligibility.rules.model import SECTION_OF
from eligibility.rules.schema import pack_schema

_HEAD = """# Pack reference

Written from the schema of packs (`eligibility rules schema`) by `python -m eligibility.rules.reference`. How matching
and precedence work, with examples, is in the [guide to packs](../guides/packs.md).
"""
_SECTIONS = {
    **{rule.__name__: section for rule, section in SECTION_OF.items()},
    "TestCase": "tests",
    "RejectCase": "rejects",
}


def pack_reference() -> str:
    """The page, in Markdown: a table of fields for the pack itself and for the entries of each section."""
    schema = pack_schema()
    parts = [_HEAD, *_section("A pack", schema)]
    for name, section in _SECTIONS.items():
        definition = schema["$defs"][name]
        mapping = next((one for one in definition.get("anyOf", ()) if "properties" in one), definition)
        parts += _section(f"`{section}`", mapping)
        if section == "cues":
            parts += _cue_kinds()
    return "\n".join(parts)


def _section(title: str, definition: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    if said := " ".join(str(definition.get("description", "")).split()):
        yield f"{said}\n"
    yield "| field | type | meaning |"
    yield "|---|---|---|"
    required = definition.get("required", ())
    for field, value in definition["properties"].items():
        meaning = value.get("description", "the entries of this section, below" if "items" in value else "")
        need = " (required)" if field in required else ""
        yield f"| `{field}`{need} | {_cell(_type(value))} | {_cell(meaning)} |"
    yield ""


def _cue_kinds() -> Iterator[str]:
    yield "### Kinds of cues\n"
    yield "| kind | what its cues do | attributes |"
    yield "|---|---|---|"
    for kind in sorted(KINDS):
        yield f"| `{kind}` | {_cell(KINDS[kind].does)} | {attributes_of(kind)} |"
    yield ""


def _type(value: dict[str, Any]) -> str:
    """A JSON Schema type in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"entry of `{_SECTIONS[name]}`" if name in _SECTIONS else name
    if value.get("enum", ()) and set(value["enum"]) == set(KINDS):
        return "one of the [kinds of cues](#kinds-of-cues)"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"] if one is not None)
    if "anyOf" in value:
        kinds = dict.fromkeys(_type(one) for one in value["anyOf"] if one.get("type") != "null")
        return " or ".join(kinds)
    return _container(value)


def _container(value: dict[str, Any]) -> str:
    """A list or mapping in words; anything else by its own name."""
    inner = value.get("items") or value.get("additionalProperties")
    if "prefixItems" in value:
        return f"[{', '.join(_type(one) for one in value['prefixItems'])}]"
    if value.get("type") == "array":
        return f"list of {_type(inner)}" if isinstance(inner, dict) else "list"
    if value.get("type") == "object":
        return f"mapping to {_type(inner)}" if isinstance(inner, dict) else "mapping"
    return str(value.get("type", "anything"))


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(pack_reference())
