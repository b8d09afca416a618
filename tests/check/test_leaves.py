"""One criterion of one leaf and one patient a line, with the verdict and the code of its reason."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from patient_notation import patient

from eligibility import Checker, check, parse_criterion
from eligibility.check import judge
from eligibility.tree import Age, BaseLeaf, Concept, Measurement, Occurrence, Range, Unstructured, Window

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


WHERE = {"text": "words", "span": (0, 5)}
STROKE = Concept(**WHERE, name="stroke")
MADE = {
    "no-concept": Measurement(**WHERE, range=Range(lower=1)),
    "no-calendar": Occurrence(
        **WHERE,
        concept=STROKE,
        domain="condition",
        window=Window(**WHERE, direction="before", distance=Range(upper=5, unit="{half-lives}")),
    ),
    "age-in-window": Age(
        **WHERE, range=Range(lower=1), window=Window(**WHERE, direction="before", distance=Range(upper=5, unit="a"))
    ),
    "not-understood": Unstructured(**WHERE, reason="no-meaning"),
}
"""Leaves that no plain text gives."""


@pytest.mark.parametrize("code", MADE)
def test_made_leaf(code):
    explanation = MADE[code].evaluate(patient("born 1980; cond stroke 2024"), as_of="2024-03-09")
    assert (explanation.verdict, explanation.code) == ("unknown", code)


def test_every_reason_is_given_by_some_line():
    known = yaml.safe_load((Path(check.__file__).parent / "reasons.yaml").read_text("utf-8"))
    given = {line.split("|")[3].strip() for line in CASES} | set(MADE)
    of_others = {"all", "negated", "implied", "decided", "assumed-open", "assumed-closed"}
    assert set(known) - of_others == given


def test_no_line_stands_twice():
    assert len(set(CASES)) == len(CASES) > 180
