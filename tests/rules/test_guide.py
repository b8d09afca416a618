"""The guide to packs names every field that a pack can have."""

import json
import re
from typing import get_args

from eligibility.normalize.units import FORMULAS, STANDARD_BODY, VALENCES
from eligibility.rules.cue_kinds import KINDS
from eligibility.rules.model import CueKind, Formula
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


def test_published_schema_is_current(root):
    published = (root / "docs" / "reference" / "pack.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == pack_schema(), "run: eligibility rules schema > docs/reference/pack.schema.json"


def test_each_kind_of_cue_is_explained():
    assert set(KINDS) == set(get_args(CueKind))


def test_formulas_are_those_that_units_convert_by():
    assert set(get_args(Formula)) == {*FORMULAS, *VALENCES, STANDARD_BODY}
