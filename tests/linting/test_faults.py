"""Every planted fault is found, and in its twin nothing is."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from eligibility import StructuredTrial, lint, parse
from eligibility.linting import rules
from terse_trials import pairs

CASES = pairs(Path(__file__).with_name("faults.txt"))
AND_MORE = {"contradiction": {"wrong-heading"}, "unit-mixed": {"unit-mismatch"}}
"""What else a planted fault of a kind may be."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_planted_fault_is_found(case):
    codes = {found.code for found in lint(case.first)}
    assert case.title in codes
    assert codes <= {case.title} | AND_MORE.get(case.title, set())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_twin_is_clean(case):
    assert lint(case.second) == ()


def test_there_are_sixty_pairs_and_one_for_every_rule():
    assert len(CASES) >= 60
    assert {case.title for case in CASES} | {"not-compared"} == set(rules())


def test_a_trial_that_is_too_large_is_said_to_be():
    """Each of its criteria speaks of all of the others."""
    names = ["stroke", "epilepsy", "sepsis", "melanoma", "asthma", "gout", "psoriasis", "migraine"]
    lines = [
        "- " + " or ".join(f"{name} within {at + number} days" for number, name in enumerate(names))
        for at in range(1, 90)
    ]
    began = time.perf_counter()
    codes = {found.code for found in lint("Exclusion Criteria:\n" + "\n".join(lines))}
    assert "not-compared" in codes
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("case", CASES, ids=str)
def test_spans_are_in_the_text_and_criteria_are_those_of_the_trial(case):
    known = {criterion.id for criterion in parse(case.first).criteria}
    for found in lint(case.first):
        assert all(0 <= start <= end <= len(case.first.criteria_text) for start, end in found.spans)
        assert set(found.criteria) <= known
        assert found.advice == rules()[found.code].advice


def test_a_trial_that_is_parsed_gives_what_its_text_gives():
    faulty = CASES[0].first
    stored = StructuredTrial.model_validate_json(parse(faulty).model_dump_json())
    assert lint(stored) == lint(faulty)


def test_cohorts_are_not_held_against_each_other():
    text = (
        "Inclusion Criteria for Cohort A:\n1. Age ≥ 18 years\n\nInclusion Criteria for Cohort B:\n1. Age < 12 years\n"
    )
    assert len({section.cohort for section in parse(text).sections}) == 2
    assert lint(text) == ()


@settings(max_examples=60)
@given(strategies.structured_trials())
def test_any_trial_can_be_linted(trial):
    found = lint(trial)
    assert all(one.code in rules() for one in found)
    assert lint(trial) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 100,
        "(" * 5000,
        "Inclusion Criteria:\n" + "- Age ≥ 18 years\n" * 300,
        "Exclusion Criteria:\n- " + "stroke or " * 2000 + "stroke",
        "- criterion " * 2000,
        "- inclusion criterion 1, 2, 3 and " + "4, " * 3000,
        "- patients " + "a " * 3000 + "are excluded",
    ],
    ids=["empty", "nul", "brackets", "the-same", "or", "criterion", "numbers", "excluded"],
)
def test_hostile_texts_are_linted_in_time(text):
    assert isinstance(lint(text), tuple)


@settings(max_examples=40)
@given(st.text(alphabet="-+ \n≥<18age%mg/dLstroke;:()above criterion", max_size=300))
def test_any_text_can_be_linted(text):
    lint(text)
