"""Running a pack's tests, with a parser that is a table."""

import pytest

from eligibility.rules.checking import check
from eligibility.rules.testing import Parser, cases_of, fired, run, silent

PACK = check(
    b"""
pack: demo
concepts:
  - name: ferritin
    domain: measurement
    kind: laboratory
    tests:
      - {text: fits, gives: {type: measurement, range: {lower: 30}}}
      - {text: fits, gives: {type: measurement, range: {lower: 31}}}
      - {text: fits, lacks: {type: measurement}}
      - {text: fits, lacks: {type: age}}
      - "<measurement lower=30>fits</measurement>"
      - "<measurement lower=31>fits</measurement>"
      - "elsewhere <measurement lower=30>fits</measurement>"
      - "<measurement>open"
      - {text: fits, gives: {type: measurement}, kind: exclusion}
      - fits
    rejects: [fits, other]
  - {name: gout, domain: condition, rejects: [gout, fits]}
cues:
  - {kind: neg, name: "no", words: ["no"], rejects: [gout, fits]}
tests:
  - {text: other, gives: {type: unstructured}}
""",
    "demo.pack.yaml",
)
TREES = {
    "fits": {"type": "measurement", "span": [0, 4], "concept": {"name": "ferritin"}, "range": {"lower": 30.0}},
    "gout": {"type": "occurrence", "domain": "condition", "span": [0, 4], "concept": {"name": "gout"}},
    "other": {"type": "unstructured", "span": [0, 5], "text": "other"},
}
TESTS = {test.id: test for test in cases_of(PACK)}


class Table:
    def __call__(self, text, kind):
        return TREES["other"] if kind == "exclusion" else TREES.get(text, TREES["fits"])

    def used(self, text, kind):
        return frozenset({("cues", "neg", "no")} if text == "gout" else ())


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("ferritin 1", None),
        ("ferritin 2", "range.lower: expected 31, found 30"),
        ("ferritin 3", "must not be there"),
        ("ferritin 4", None),
        ("ferritin 5", None),
        ("ferritin 6", "range.lower: expected 31, found 30"),
        ("ferritin 7", "nearest is measurement ferritin"),
        ("ferritin 8", "<measurement> is not closed"),
        ("ferritin 9", "no measurement in the tree"),
        ("ferritin 10", "nothing is marked in it"),
        ("ferritin rejects 1", "must not give ferritin"),
        ("ferritin rejects 2", None),
        ("gout rejects 1", "must not give gout"),
        ("gout rejects 2", None),
        ("no rejects 1", "must not give no"),
        ("no rejects 2", None),
        ("demo 1", None),
    ],
)
def test_outcome(name, failure):
    outcome = run(TESTS[name], Table())
    if failure is None:
        assert outcome.failure is None
    else:
        assert failure in outcome.failure


def test_places_and_names():
    assert TESTS["ferritin 1"].place == "demo.pack.yaml:8"
    assert TESTS["ferritin rejects 2"].place == "demo.pack.yaml:18"
    assert TESTS["demo 1"].place == "demo.pack.yaml:23"
    assert len(TESTS) == 17


def test_measurement_fires_by_its_limit():
    assert fired(TREES["fits"]) == {("measurement", "ferritin")}
    assert fired({**TREES["fits"], "range": None}) == set()
    assert fired({**TREES["fits"], "range": None, "values": ["high"]}) == {("measurement", "ferritin")}
    assert fired(TREES["gout"]) == {("condition", "gout")}
    assert fired(TREES["other"]) == set()


def test_entries_that_no_text_fires_are_silent():
    names = [entry.called for entry in silent([PACK], [("fits", "inclusion")], Table())]
    assert names == ["gout", "no"]
    assert list(silent([PACK], [("fits", "inclusion"), ("gout", "inclusion")], Table())) == []


def test_an_addition_to_a_grammar_fires_where_the_tree_would_be_another():
    pack = check(
        b"pack: site\ngrammar:\n  - {grammar: quantity, rule: limit, alternatives: [amount EQ -> within]}\n", "site"
    )
    parse = Parser([pack])
    assert ("grammar", "site", "3") in parse.used("ALT 40 U/L =", "inclusion")
    assert ("grammar", "site", "3") not in parse.used("ALT = 40 U/L", "inclusion")
