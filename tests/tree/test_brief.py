import pytest
from hypothesis import given
from notation import tree

from eligibility.tree import (
    Age,
    Attestation,
    Concept,
    Measurement,
    Occurrence,
    Qualifier,
    Quantity,
    Range,
    RelativeTo,
    SexLeaf,
    Unstructured,
    Window,
    brief,
)
from strategies import nodes

WHERE = {"text": "the words", "span": (0, 9)}
KNOWN = Concept(text="Hb", span=(0, 2), name="hemoglobin")
UNKNOWN = Concept(text="Frob  rate", span=(0, 10))
RECENT = Window(**WHERE, direction="before", anchor="screening", distance=Range(upper=3, unit="mo"))
WRITTEN = Quantity(**WHERE, lower=2)
CASES = [
    (Age(**WHERE), "age"),
    (Age(**WHERE, range=Range(lower=18, upper=80, unit="a")), "age 18..80 a"),
    (Age(**WHERE, range=Range(lower=18, lower_inclusive=False, upper=80, unit="a")), "age >18 ≤80 a"),
    (Age(**WHERE, as_written=WRITTEN), 'age as written "the words"'),
    (SexLeaf(**WHERE, values=("female", "male")), "sex female | male"),
    (Measurement(**WHERE, concept=KNOWN, range=Range(lower=9, unit="g/dL")), 'measurement "hemoglobin" ≥9 g/dL'),
    (
        Measurement(**WHERE, concept=UNKNOWN, range=Range(upper=0.5, upper_inclusive=False, unit="1")),
        'measurement "Frob rate" <0.5',
    ),
    (Measurement(**WHERE, concept=KNOWN, values=("low", "high")), 'measurement "hemoglobin" {low, high}'),
    (Measurement(**WHERE, range=Range(lower=3, upper=3)), 'measurement "the words" =3'),
    (
        Measurement(**WHERE, range=Range(upper=2.5, unit="1"), relative_to=RelativeTo(kind="uln", text="x")),
        'measurement "the words" ≤2.5 × uln',
    ),
    (
        Occurrence(**WHERE, concept=KNOWN, domain="drug", window=RECENT),
        'occurrence drug "hemoglobin" before screening ≤3 mo',
    ),
    (
        Occurrence(**WHERE, domain="condition", status="history", severity="severe", experiencer="family"),
        'occurrence condition "the words" history severe of family',
    ),
    (
        Occurrence(**WHERE, domain="visit", window=Window(**WHERE, direction="during")),
        'occurrence visit "the words" during "the words"',
    ),
    (
        Occurrence(**WHERE, domain="condition", qualifiers=(Qualifier(kind="grade", as_written=WRITTEN),)),
        'occurrence condition "the words" [grade the words]',
    ),
    (Attestation(**WHERE, topic="consent"), 'attestation consent "the words"'),
    (Unstructured(text='two\n"lines"', span=(0, 11), reason="x"), r'unstructured "two \"lines\""'),
    (tree("implies(A, not(x ≥ 3))"), 'implies(occurrence condition "A" → not(measurement "x" ≥3))'),
    (tree("at_least(2, A, B)"), 'at_least(2, occurrence condition "A", occurrence condition "B")'),
    (tree("all_of()"), "all_of()"),
]


@pytest.mark.parametrize(("node", "line"), CASES)
def test_brief(node, line):
    assert brief(node) == line


@given(nodes())
def test_it_is_one_line(node):
    assert len(brief(node).splitlines()) <= 1
