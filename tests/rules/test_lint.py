"""Findings, each by a pack that has it and one that has not; and the check digit of LOINC."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eligibility.rules.checking import check
from eligibility.rules.lint import lint
from eligibility.rules.loinc import is_loinc

CASES = yaml.safe_load(Path(__file__).with_name("findings.yaml").read_text(encoding="utf-8"))


def packs_of(case):
    return [check(text.encode(), f"{at}.pack.yaml") for at, text in enumerate(case["packs"])]


@pytest.mark.parametrize("case", CASES, ids=[", ".join(case["finds"]) or "clean" for case in CASES])
def test_findings(case):
    found = lint(packs_of(case))
    assert sorted(f"{finding.code} {finding.place.rpartition(':')[2]}" for finding in found) == sorted(case["finds"])


def test_findings_are_those_of_the_packs_that_are_asked_for():
    first, second = packs_of(next(case for case in CASES if len(case["packs"]) == 2 and case["finds"]))
    assert [str(finding) for finding in lint([second], among=[first])] == [
        "1.pack.yaml:3: warning [shadowed] `podagra` of `toe pain` means `gout` in the pack a, line 3; drop one of them"
    ]
    assert lint([first]) == []


@pytest.mark.parametrize("code", ["4548-4", "2160-0", "718-7", "98979-8", "8480-6"])
def test_loinc_codes(code):
    assert is_loinc(code)


@pytest.mark.parametrize("code", ["", "4548", "4548-44", "LP29684-5", "-4", "4548-x", " 4548-4", "1234567-1"])
def test_not_loinc_codes(code):
    assert not is_loinc(code)


@given(st.integers(0, 999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_check_digit_is_right(number, digit, other):
    right = [digit for digit in range(10) if is_loinc(f"{number}-{digit}")]
    assert len(right) == 1


@given(st.sampled_from(["4548", "2160", "98979", "33914"]), st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, shift):
    place %= len(number)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    right = next(digit for digit in range(10) if is_loinc(f"{number}-{digit}"))
    assert not is_loinc(f"{wrong}-{right}")
