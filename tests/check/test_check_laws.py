"""What holds of every tree and every patient."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility import Checker, Patient, StructuredTrial
from eligibility.check import judge
from eligibility.check.kleene import every, opposite, some
from eligibility.tree import AllOf, AnyOf, AtLeast, BaseLeaf, Implies, Not, negation_normal_form, simplify
from strategies import SOURCE, checked_leaves, crowded_nodes, nodes, patients, structured_trials

DAY = "2024-03-09"
ASSUME = st.sampled_from(["open", "closed", {"drug": "closed"}])
ONE_VALUE = st.sampled_from(["latest", "first", "all", "min", "max"])
"""The choices under which a measurement speaks of one value, or of all: two limits say what their range says."""
TREES = crowded_nodes() | nodes(checked_leaves(), max_leaves=6)


def checkers(choices=ONE_VALUE):
    return st.builds(lambda assume, choose: Checker(DAY, assume=assume, choose=choose), ASSUME, choices)


@settings(max_examples=200)
@given(TREES, patients(), checkers(), st.sampled_from([None, SOURCE]))
def test_simplifying_changes_no_verdict(node, fields, checker, source):
    case = checker.case(Patient.model_validate(fields))
    assert checker.verdict(simplify(node, source=source), case) == checker.verdict(node, case)


@given(TREES, patients(), checkers())
def test_negation_normal_form_changes_no_verdict(node, fields, checker):
    case = checker.case(Patient.model_validate(fields))
    assert checker.verdict(negation_normal_form(node), case) == checker.verdict(node, case)


@given(st.lists(TREES, max_size=3), patients(), checkers())
def test_de_morgan(parts, fields, checker):
    case = checker.case(Patient.model_validate(fields))
    children = tuple(parts)
    denied = tuple(Not(child=part) for part in parts)

    def said(node):
        return checker.verdict(node, case)

    assert said(Not(child=AllOf(children=children))) == said(AnyOf(children=denied))
    assert said(Not(child=AnyOf(children=children))) == said(AllOf(children=denied))
    assert said(AllOf(children=children)) == said(AtLeast(count=len(parts), children=children))
    if len(parts) >= 2:
        implied = Implies(condition=parts[0], consequence=parts[1])
        assert said(implied) == some((opposite(said(parts[0])), said(parts[1])))


@settings(max_examples=200)
@given(checked_leaves(), patients(), patients())
def test_another_event_never_turns_an_open_verdict_round(leaf, fields, more):
    checker = Checker(DAY, assume="open")
    before = checker.verdict(leaf, Patient.model_validate(fields))
    grown = fields | {name: fields[name] + more[name] for name in ("conditions", "drugs")}
    after = checker.verdict(leaf, Patient.model_validate(grown))
    assert {before, after} != {"met", "not_met"}


@given(checked_leaves(), patients())
def test_what_is_closed_decides_what_is_open_alone(leaf, fields):
    patient = Patient.model_validate(fields)
    open_, closed = (Checker(DAY, assume=assume).verdict(leaf, patient) for assume in ("open", "closed"))
    assert open_ in {"unknown", closed}


@given(TREES, patients(), checkers(st.sampled_from(["latest", "any"])))
def test_an_explanation_says_what_the_fast_way_says(node, fields, checker):
    case = checker.case(Patient.model_validate(fields))
    explanation = checker.explain(node, case)
    assert explanation.verdict == checker.verdict(node, case)
    assert explanation.verdict == checker.node(node, case, explain=False).verdict
    leaves = [judge(leaf, case).verdict for leaf in node.walk() if isinstance(leaf, BaseLeaf)]
    assert [one.verdict for one in _leaves(explanation)] == leaves


def _leaves(explanation):
    if explanation.type in {"all_of", "any_of", "not", "at_least", "implies"}:
        return [leaf for child in explanation.children for leaf in _leaves(child)]
    return [explanation]


@given(patients())
def test_patients_are_what_their_json_is(fields):
    patient = Patient.model_validate(fields)
    assert Patient.model_validate_json(patient.model_dump_json()) == patient
    assert Patient.model_validate_json(json.dumps(fields)) == patient


@settings(max_examples=50)
@given(structured_trials(), patients(), ASSUME)
def test_any_trial_can_be_checked(trial, fields, assume):
    result = trial.evaluate(Patient.model_validate(fields), as_of=DAY, assume=assume)
    assert type(result).model_validate_json(result.model_dump_json()) == result
    bare = trial.evaluate(Patient.model_validate(fields), as_of=DAY, assume=assume, explain=False)
    assert (bare.verdict, bare.deciding) == (result.verdict, result.deciding)
    whole = Checker(DAY, assume=assume).verdict(trial.constraint(), Patient.model_validate(fields))
    if len(result.criteria) == len(trial.criteria):
        assert {"eligible": "met", "ineligible": "not_met", "undetermined": "unknown"}[result.verdict] == whole


@pytest.mark.parametrize("depth", [10_000])
def test_no_depth_is_too_deep(depth):
    node = StructuredTrial().constraint()
    for _ in range(depth):
        node = Not(child=node)
    checker = Checker(DAY)
    assert checker.verdict(node, Patient()) == checker.explain(node, Patient()).verdict == "met"


def test_kleene():
    assert [every(()), some(())] == ["met", "not_met"]
    assert [every(("met", "unknown")), some(("met", "unknown"))] == ["unknown", "met"]
