import pytest
from hypothesis import given
from notation import tree

from eligibility import tree as t
from eligibility.tree import brief
from strategies import nodes

WHERE = {"text": "the words", "span": (0, 9)}
KNOWN = t.Concept(text="Hb", span=(0, 2), name="hemoglobin")
UNKNOWN = t.Concept(text="Frob  rate", span=(0, 10))
RECENT = t.Window(**WHERE, direction="before", anchor="screening", distance=t.Range(upper=3, unit="mo"))
WRITTEN = t.Quantity(**WHERE, lower=2)
CASES = [
    (t.Age(**WHERE), "age"),
    (t.Age(**WHERE, range=t.Range(lower=18, upper=80, unit="a")), "age 18..80 a"),
    (t.Age(**WHERE, range=t.Range(lower=18, lower_inclusive=False, upper=80, unit="a")), "age >18 ≤80 a"),
    (t.Age(**WHERE, as_written=WRITTEN), 'age as written "the words"'),
    (t.SexLeaf(**WHERE, values=("female", "male")), "sex female | male"),
    (t.Measurement(**WHERE, concept=KNOWN, range=t.Range(lower=9, unit="g/dL")), 'measurement "hemoglobin" ≥9 g/dL'),
    (
        t.Measurement(**WHERE, concept=UNKNOWN, range=t.Range(upper=0.5, upper_inclusive=False, unit="1")),
        'measurement "Frob rate" <0.5',
    ),
    (t.Measurement(**WHERE, concept=KNOWN, values=("low", "high")), 'measurement "hemoglobin" {low, high}'),
    (t.Measurement(**WHERE, range=t.Range(lower=3, upper=3)), 'measurement "the words" =3'),
    (
        t.Measurement(**WHERE, range=t.Range(upper=2.5, unit="1"), relative_to=t.RelativeTo(kind="uln", text="x")),
        'measurement "the words" ≤2.5 × uln',
    ),
    (
        t.Occurrence(**WHERE, concept=KNOWN, domain="drug", window=RECENT),
        'occurrence drug "hemoglobin" before screening ≤3 mo',
    ),
    (
        t.Occurrence(**WHERE, domain="condition", status="history", severity="severe", experiencer="family"),
        'occurrence condition "the words" history severe of family',
    ),
    (
        t.Occurrence(**WHERE, domain="visit", window=t.Window(**WHERE, direction="during")),
        'occurrence visit "the words" during "the words"',
    ),
    (
        t.Occurrence(**WHERE, domain="condition", qualifiers=(t.Qualifier(kind="grade", as_written=WRITTEN),)),
        'occurrence condition "the words" [grade the words]',
    ),
    (t.Attestation(**WHERE, topic="consent"), 'attestation consent "the words"'),
    (t.Unstructured(text='two\n"lines"', span=(0, 11), reason="x"), r'unstructured "two \"lines\""'),
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
