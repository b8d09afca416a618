"""Headings and lists: each case of the fixtures gives the outline that is written under it."""

from pathlib import Path

import pytest
from outline_text import Case, outline_of, read_cases

FIXTURES = Path(__file__).parent / "fixtures"
CASES = [case for name in ("headings", "lists") for case in read_cases(FIXTURES / f"{name}.txt")]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_outline(case: Case):
    assert outline_of(case.source) == case.expected


def test_fixtures_are_read():
    assert len(CASES) > 50
    assert len({case.name for case in CASES}) == len(CASES)
