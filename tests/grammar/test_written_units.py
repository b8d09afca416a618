"""Units as written: which there are, where they end, which UCUM code they get."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.grammar import Units
from eligibility.normalize.units import dimension

PARTS = [
    *(
        "mg",
        "dL",
        "L",
        "min",
        "kg",
        "m",
        "s",
        "day",
        "a",
        "mm",
        "Hg",
        "years",
        "old",
        "%",
        "{drinks}",
        "24 h",
        "1.73 m^2",
    ),
    *("/", " per ", " every ", "daily", "·", ".", "(", ")", "^-1", "-1", "²", " ", "2 ", "x 10^9", "10*3", "K"),
]


def test_ucum(units, unit_case):
    written, ucum = unit_case
    assert units.ucum(written) == ucum
    assert ucum is None or units.ucum(ucum) == ucum


def test_what_has_a_code_is_matched_whole(units, unit_rules, unit_case):
    written, ucum = unit_case
    cleaned = written.replace("²", "^2").replace("⁹", "^9")
    if ucum and written not in {rule.ucum for rule in unit_rules}:
        assert units.match(f"5 {cleaned}, or", 2) == 2 + len(cleaned)


def test_end(units, unit_end):
    start = unit_end.index("[")
    end = unit_end.index("]") - 1
    text = unit_end.replace("[", "").replace("]", "")
    assert units.match(text, start) == (end if end > start else None)


def test_every_spelling_is_read_as_its_rule_says(units, unit_rules):
    wrong = {
        spelling: code
        for rule in unit_rules
        for spelling in rule.spellings
        if not rule.ucum.startswith("10*") and not spelling[0].isdigit()
        if (code := units.ucum(spelling)) != rule.ucum or units.match(spelling) != len(spelling)
    }
    assert wrong == {}


def test_powers_of_ten_and_shares_are_read_in_their_place(units, unit_rules):
    for rule in unit_rules:
        for spelling in rule.spellings:
            if rule.ucum.startswith("10*"):
                assert units.ucum(f"{spelling}/L") == f"{rule.ucum}/L"
            elif spelling[0].isdigit():
                assert units.ucum(f"ng/{spelling}") == f"ng/{rule.ucum}"


def test_no_spelling_belongs_to_two_units(unit_rules):
    owners = {}
    for rule in unit_rules:
        for spelling in rule.spellings:
            assert owners.setdefault(re.sub(r"[\s-]", "", spelling), rule.ucum) == rule.ucum


def test_every_unit_has_a_dimension(unit_rules):
    assert [rule.ucum for rule in unit_rules if dimension(rule.ucum) is None] == []


def test_later_rules_win():
    units = Units([SimpleNamespace(ucum="kg", spellings=("zorg",)), SimpleNamespace(ucum="g", spellings=("zorg",))])
    assert units.ucum("zorgs") == "g"


def test_without_rules_there_are_no_units():
    assert Units([]).match("mg") is None
    assert Units([]).ucum("mg") is None


@given(st.text(), st.integers(0, 20))
def test_any_text(units, text, pos):
    end = units.match(text, pos)
    assert end is None or pos < end <= len(text)
    units.ucum(text)


@given(st.lists(st.sampled_from(PARTS), max_size=9).map("".join), st.sampled_from(["", " and", ".", ")", " 5"]))
def test_what_is_matched_has_a_code(units, written, after):
    end = units.match(written + after)
    if end is not None:
        code = units.ucum((written + after)[:end])
        assert code is not None
        assert units.ucum(code) == code


@given(st.lists(st.sampled_from(PARTS), max_size=9).map("".join))
def test_what_has_a_code_is_matched(units, written):
    code = units.ucum(written)
    if code is not None and code != written.strip() and "²" not in written:
        start = len(written) - len(written.lstrip())
        assert units.match(written, start) == len(written.rstrip())


@pytest.mark.parametrize("piece", ["mg/", "mg·", "x 10^", "year ", "(", "1.73 m^2/", "- ", "m", "{", "mL min^-1 "])
def test_a_hostile_text_takes_linear_time(units, piece):
    text = piece * 20_000
    for pos in range(0, 200):
        end = units.match(text, pos)
        assert end is None or end <= len(text)
