"""Partial trees against trees, and how the difference reads."""

from pathlib import Path

import pytest
import yaml

from eligibility.rules.matching import explain, find, misfits, sketch, walk

CASES = yaml.safe_load(Path(__file__).with_name("fits.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"line {at}: {case['want']}"[:60] for at, case in enumerate(CASES, 2)])
def test_fit(case):
    found = find(case["want"], case["tree"])
    if "misfit" in case:
        assert found is None
        assert case["misfit"] in explain(case["want"], case["tree"])
    else:
        assert found is not None
        assert not misfits(case["want"], found)


def test_every_tree_fits_itself():
    for case in CASES:
        assert find(case["tree"], case["tree"]) is case["tree"]


def test_nearest_is_the_node_with_fewest_differences():
    far = {"type": "measurement", "concept": {"name": "ferritin"}, "range": {"lower": 1, "upper": None}}
    near = {"type": "measurement", "concept": {"name": "albumin"}, "range": {"lower": 3.5, "upper": None}}
    want = {"type": "measurement", "concept": {"name": "albumin"}, "range": {"lower": 3, "upper": None}}
    told = explain(want, {"type": "all_of", "children": [far, near]})
    assert told.splitlines() == [
        "nearest is measurement albumin {'lower': 3.5}",
        "  range.lower: expected 3, found 3.5",
    ]


def test_a_number_as_a_text_is_shown_as_one():
    tree = {"type": "age", "range": {"lower": 40.0}}
    assert (
        explain({"type": "age", "range": {"lower": "40"}}, tree).splitlines()[1]
        == "  range.lower: expected '40', found 40"
    )


def test_sketch_and_walk():
    tree = {
        "type": "any_of",
        "children": [
            {"type": "not", "child": {"type": "age", "text": "old"}},
            {"type": "attestation", "topic": "consent"},
        ],
    }
    assert sketch(tree) == "any_of(not(age 'old'), attestation consent)"
    assert [node["type"] for node in walk(tree)] == ["any_of", "not", "age", "attestation"]


def test_many_equal_wishes_are_soon_found_to_be_one_too_many():
    ages = [{"type": "age"}] * 60
    want = {"type": "any_of", "children": [*ages, {"type": "sex"}]}
    assert find(want, {"type": "any_of", "children": [*ages, {"type": "age"}]}) is None
    assert find(want, {"type": "any_of", "children": [{"type": "sex"}, *ages]}) is not None
