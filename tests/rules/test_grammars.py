"""Alternatives that a pack adds to a grammar: read with, or refused with the place and the alternative."""

import pytest

from eligibility import parse_criterion
from eligibility.errors import PackError

PACK = "pack: site\ngrammar:\n  - {{grammar: {grammar}, rule: {rule}, alternatives: ['{alternative}']}}\n"


def pack(folder, grammar, rule, alternative):
    path = folder / "site.pack.yaml"
    path.write_text(PACK.format(grammar=grammar, rule=rule, alternative=alternative))
    return path


def limit(text, *packs):
    found = parse_criterion(text, packs=packs).constraint.range
    return found and (found.lower, found.upper)


def test_an_alternative_is_read_with(tmp_path):
    path = pack(tmp_path, "quantity", "limit", "amount EQ -> within")
    assert limit("ALT 40 U/L =") == (40, 40)
    assert limit("ALT 40 U/L =", path) == (None, 40)


@pytest.mark.parametrize(
    ("grammar", "rule", "alternative", "code"),
    [
        ("quantity", "limit", "amount", "grammar-conflict"),
        ("quantity", "no_such_rule", "NUM", "grammar-conflict"),
        ("time", "when", "/regex/", "grammar-notation"),
        ("criterion", "clause", "list IF", "grammar-conflict"),
    ],
)
def test_a_bad_alternative_is_refused_with_its_place(tmp_path, grammar, rule, alternative, code):
    with pytest.raises(PackError) as caught:
        parse_criterion("Age ≥ 18 years", packs=[pack(tmp_path, grammar, rule, alternative)])
    assert (caught.value.code, caught.value.place) == (code, "pack site, line 3")
    assert alternative in caught.value.message or rule in caught.value.message


def test_other_readers_are_left_alone(tmp_path):
    parse_criterion("ALT 40 U/L =", packs=[pack(tmp_path, "quantity", "limit", "amount EQ -> within")])
    assert limit("ALT 40 U/L =") == (40, 40)
