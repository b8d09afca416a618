"""Answers about criteria as people write them."""

from pathlib import Path

import pytest

from eligibility import overlap, parse_criterion, subsumes

TABLE = Path(__file__).with_name("cases.txt").read_text("utf-8").splitlines()
CASES = [[part.strip() for part in line.split("|")] for line in TABLE if line and not line.startswith("#")]


@pytest.mark.parametrize(("wide", "narrow", "contained", "together"), CASES, ids=lambda part: part[:40])
def test_an_answer(wide, narrow, contained, together):
    a, b = parse_criterion(wide).constraint, parse_criterion(narrow).constraint
    assert (str(subsumes(a, b)), str(overlap(a, b)), str(overlap(b, a))) == (contained, together, together)
