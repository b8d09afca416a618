"""The guide to packs names every field that a pack can have."""

import re

from eligibility.rules.reference import pack_reference
from eligibility.rules.schema import pack_schema


def fields():
    schema = pack_schema()
    for definition in (schema, *schema["$defs"].values()):
        for kind in (definition, *definition.get("anyOf", ())):
            yield from kind.get("properties", ())


def test_guide_names_every_field(root):
    guide = (root / "docs" / "guides" / "packs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:: true)?`", guide))
    assert sorted(set(fields()) - named) == []


def test_reference_is_current(root):
    page = (root / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
    assert page == pack_reference(), "run: python -m eligibility.rules.reference > docs/reference/packs.md"
