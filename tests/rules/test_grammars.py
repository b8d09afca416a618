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
    ("added", "code", "says"),
    [
        (("quantity", "limit", "amount"), "grammar-conflict", "`limit: amount` and `one: amount` could both be meant"),
        (("quantity", "limit", "amount"), "grammar-conflict", "at the end of `NUM`"),
        (("criterion", "clause", "list IF"), "grammar-conflict", "at the IF of `ENTITY IF`"),
        (("quantity", "limmit", "NUM"), "grammar-name", "no rule `limmit`; did you mean `limit`?"),
        (("quantity", "limit", "NUMB"), "grammar-name", "no `NUMB`; did you mean `NUM`?"),
        (("quantity", "limit", "amunt"), "grammar-name", "no `amunt`; did you mean `amount`?"),
        (("quantity", "limit", "amount EQ -> afterr"), "grammar-name", "did you mean `-> after`?"),
        (("quantity", "limit", 'amount "foo"'), "grammar-name", 'no `"foo"`'),
        (("time", "when", "/(a+)+/"), "grammar-notation", "write rules"),
        (("quantity", "limit", "EQ? " * 30), "grammar-notation", "more than 6 of"),
    ],
)
def test_a_bad_alternative_is_refused_with_its_place(tmp_path, added, code, says):
    path = pack(tmp_path, *added)
    with pytest.raises(PackError) as caught:
        parse_criterion("Age ≥ 18 years", packs=[path])
    assert (caught.value.code, caught.value.place) == (code, f"{path}:3")
    assert says in caught.value.message


def test_alternatives_that_only_conflict_together_are_all_named(tmp_path):
    path = tmp_path / "site.pack.yaml"
    rules = "  - {grammar: quantity, rule: one, alternatives: ['EQ EQ']}\n" * 2
    path.write_text(f"pack: site\ngrammar:\n{rules}".replace("rule: one", "rule: limit", 1))
    with pytest.raises(PackError, match="these alternatives together") as caught:
        parse_criterion("Age ≥ 18 years", packs=[path])
    assert caught.value.place == f"{path}:4"


def test_an_alternative_that_means_nothing_is_read_as_nothing(tmp_path):
    path = pack(tmp_path, "quantity", "limit", "amount EQ -> both")
    assert parse_criterion("ALT 40 U/L =", packs=[path]).constraint.type


def test_other_readers_are_left_alone(tmp_path):
    parse_criterion("ALT 40 U/L =", packs=[pack(tmp_path, "quantity", "limit", "amount EQ -> within")])
    assert limit("ALT 40 U/L =") == (40, 40)
