"""One criterion of one leaf and one patient a line, with the verdict and the code of its reason."""

from functools import cache
from pathlib import Path

import pytest
from patient_notation import patient

from eligibility import Checker, parse_criterion
from eligibility.check import judge
from eligibility.tree import BaseLeaf

LINES = Path(__file__).with_name("leaves.txt").read_text("utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]
OPTIONS = {
    "open": {"assume": "open"},
    **{choice: {"choose": choice} for choice in ("first", "any", "all", "min", "max")},
}


@cache
def only_leaf(text):
    [leaf] = [node for node in parse_criterion(text).constraint.walk() if isinstance(node, BaseLeaf)]
    return leaf


@pytest.mark.parametrize("line", CASES)
def test_leaf(line):
    text, facts, verdict, code = (part.strip() for part in line.split("|"))
    option, colon, rest = facts.partition(": ")
    options = {"assume": "closed"} | (OPTIONS[option] if colon else {})
    checker = Checker("2024-03-09", **options)
    leaf, person = only_leaf(text), patient(rest if colon else facts)
    finding = judge(leaf, checker.case(person))
    assert (finding.verdict, finding.code) == (verdict, code)
    explanation = leaf.evaluate(person, as_of="2024-03-09", **options)
    assert (explanation.verdict, explanation.code) == (verdict, code)
    assert explanation.reason
    assert "{" not in explanation.reason
    assert checker.verdict(leaf, person) == verdict


def test_no_line_stands_twice():
    assert len(set(CASES)) == len(CASES) > 180
