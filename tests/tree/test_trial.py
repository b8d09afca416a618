import json

import pytest
from hypothesis import given
from notation import tree

from eligibility.tree import (
    MAX_DEPTH,
    AllOf,
    Concept,
    Criterion,
    Not,
    Occurrence,
    StructuredTrial,
    Trial,
    brief,
    encodable,
)
from strategies import nodes, structured_trials, texts


def trial_of(*constraints, kind="inclusion"):
    return StructuredTrial(
        criteria=tuple(
            Criterion(id="I1", kind=kind, text="x", span=(0, 1), constraint=node, checkable="full", coverage=1)
            for node in constraints
        )
    )


@given(structured_trials())
def test_json_gives_the_trial_back(trial):
    assert StructuredTrial.model_validate_json(trial.model_dump_json()) == trial
    assert StructuredTrial.model_validate(json.loads(trial.model_dump_json(indent=2))) == trial


@given(nodes())
def test_the_type_stands_first(node):
    dumped = json.loads(node.model_dump_json())
    assert next(iter(dumped)) == "type"
    assert dumped["type"] == node.type


def test_leaves_have_exactly_the_fields_of_the_contract():
    leaf = Occurrence(text="x", span=(0, 1), concept=Concept(text="x", span=(0, 1)), domain="drug")
    assert json.loads(leaf.model_dump_json()) == {
        "type": "occurrence",
        "text": "x",
        "span": [0, 1],
        "concept": {"text": "x", "span": [0, 1], "name": None, "codes": []},
        "window": None,
        "qualifiers": [],
        "domain": "drug",
        "status": None,
        "severity": None,
        "experiencer": "patient",
    }


@pytest.mark.parametrize("operator", [lambda node: AllOf(children=(node,)), lambda node: Not(child=node)])
def test_json_carries_a_tree_of_the_greatest_depth(operator):
    node = tree("x ≥ 3")
    for _ in range(MAX_DEPTH - 1):
        node = operator(node)
    trial = trial_of(node)
    assert StructuredTrial.model_validate_json(trial.model_dump_json()) == trial


def test_the_whole_trial_is_all_inclusions_and_no_exclusion():
    trial = StructuredTrial(
        criteria=trial_of(tree("A"), tree("B")).criteria + trial_of(tree("any_of(C, D)"), kind="exclusion").criteria
    )
    assert brief(trial.constraint()) == brief(tree("all_of(A, B, not(any_of(C, D)))"))
    assert StructuredTrial().constraint() == AllOf(children=())


@pytest.mark.parametrize("text", ["age \ud800 18", "\udfff", "\ud83d\ude00", "plain", "", "\0é≥😀"])
def test_lone_surrogates_become_characters_that_json_carries(text):
    trial = Trial(criteria_text=text, title=text)
    assert len(trial.criteria_text) == len(text)
    assert Trial.model_validate_json(trial.model_dump_json()) == trial
    assert trial.criteria_text == encodable(text) == encodable(encodable(text))


@given(texts(40))
def test_other_text_is_left_alone(text):
    assert encodable(text) is text
