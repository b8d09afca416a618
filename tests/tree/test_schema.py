import json

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from eligibility.tree import SCHEMA_VERSION, json_schema
from strategies import structured_trials

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
TRIAL = {
    "schema_version": SCHEMA_VERSION,
    "trial_id": None,
    "registry": {"age": None, "sex": "all", "healthy_volunteers": None},
    "sections": [],
    "criteria": [],
    "diagnostics": [],
}
LEAF = {"text": "x", "span": [0, 1], "concept": None, "window": None, "qualifiers": []}
CRITERION = {
    "id": "I1",
    "kind": "inclusion",
    "text": "x",
    "span": [0, 1],
    "marker": None,
    "section": None,
    "depth": 0,
    "constraint": {"type": "sex", **LEAF, "values": ["female"]},
    "checkable": "full",
    "coverage": 1.0,
    "diagnostics": [],
}


def test_it_is_a_schema_that_says_so():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"]
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_everything_is_described():
    for name, definition in [("", SCHEMA), *SCHEMA["$defs"].items()]:
        assert definition["description"], name
        for field, property_ in definition.get("properties", {}).items():
            assert property_.get("description"), f"{name}.{field}"


def test_nodes_are_one_definition():
    assert len(SCHEMA["$defs"]["Node"]["oneOf"]) == 11
    assert SCHEMA["$defs"]["Not"]["properties"]["child"]["$ref"] == "#/$defs/Node"
    assert "discriminator" not in json.dumps(SCHEMA)


@given(structured_trials())
def test_dumped_trials_are_valid(trial):
    VALIDATOR.validate(json.loads(trial.model_dump_json()))


def test_the_smallest_trial_is_valid():
    VALIDATOR.validate(TRIAL)
    VALIDATOR.validate({**TRIAL, "criteria": [CRITERION]})


@pytest.mark.parametrize(
    "wrong",
    [
        {**TRIAL, "schema_version": "0.9"},
        {**TRIAL, "more": 1},
        {name: value for name, value in TRIAL.items() if name != "criteria"},
        {**TRIAL, "criteria": [{**CRITERION, "span": [0]}]},
        {**TRIAL, "criteria": [{**CRITERION, "kind": "other"}]},
        {**TRIAL, "criteria": [{**CRITERION, "constraint": {**LEAF, "values": ["female"]}}]},
        {**TRIAL, "criteria": [{**CRITERION, "constraint": {"type": "sex", **LEAF, "values": ["other"]}}]},
        {**TRIAL, "criteria": [{**CRITERION, "constraint": {"type": "not", "child": None}}]},
        {**TRIAL, "criteria": [{**CRITERION, "constraint": {"type": "at_least", "count": -1, "children": []}}]},
    ],
)
def test_what_is_no_trial_is_refused(wrong):
    assert not VALIDATOR.is_valid(wrong)
