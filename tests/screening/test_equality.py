"""The law: of every pair the columns say what the tree walk says."""

from random import Random

import numpy as np
import pytest
from chance import patient, pool, trial
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility import Checker, Patient
from eligibility.check.intervals import Interval
from eligibility.check.intervals import inside as inside_one
from eligibility.screening import ELIGIBILITY, VERDICTS, Screener, graph_of
from eligibility.screening.series import Numbers, inside
from eligibility.tree import Range, StructuredTrial
from strategies import checked_leaves, criteria, crowded_nodes, nodes, patients, ranges, structured_trials

DAY = "2024-03-09"
TRIALS, PATIENTS, SEEDS = 50, 100, 20
"""100,000 pairs in all."""
ASSUME = ["open", "closed", {"drug": "closed", "condition": "open"}]
CHOOSE = ["latest", "latest", "first", "any", "all", "min", "max"]


def agree(checker, trials, people):
    """Both ways of checking say the same of all pairs; how many were eligible, ineligible, undetermined."""
    counts = np.zeros(3, int)
    screened = Screener(graph_of(trials), checker).screen(people)
    for one, columns in zip(trials, screened, strict=True):
        for at, person in enumerate(people):
            walked = checker.trial(one, person)
            assert ELIGIBILITY[columns.verdicts[at]] == walked.verdict
            assert [VERDICTS[said] for said in columns.constraints[:, at]] == [part.verdict for part in walked.criteria]
            chosen = zip(walked.criteria, columns.deciding[:, at], strict=True)
            assert tuple(part.id for part, decides in chosen if decides) == walked.deciding
            assert columns.missing[:, at].sum() == len(walked.missing)
        counts += np.bincount(columns.verdicts, minlength=3)
    return counts


@pytest.mark.parametrize("seed", range(SEEDS))
def test_columns_say_what_the_tree_walk_says(seed):
    random = Random(seed)
    leaves = pool(random)
    trials = [trial(random, leaves, f"T{at}") for at in range(TRIALS)]
    people = [patient(random, leaves, f"P{at}") for at in range(PATIENTS)]
    checker = Checker(DAY, assume=ASSUME[seed % 3], choose=CHOOSE[seed % 7])
    counts = agree(checker, trials, people)
    assert counts.sum() == TRIALS * PATIENTS
    assert counts.min() > TRIALS * PATIENTS / 50


def _trial(parts):
    whole = StructuredTrial(criteria=tuple(parts))
    named = [one.model_copy(update={"id": f"C{at}"}) for at, one in enumerate(whole.criteria)]
    return whole.model_copy(update={"criteria": tuple(named)})


TREES = crowded_nodes() | nodes(checked_leaves(), max_leaves=6)
CRITERIA = st.builds(lambda one, tree: one.model_copy(update={"constraint": tree}), criteria(), TREES)


@settings(max_examples=100)
@given(
    st.lists(st.lists(CRITERIA, max_size=3).map(_trial) | structured_trials(), max_size=5),
    st.lists(patients().map(Patient.model_validate), max_size=5),
    st.sampled_from(ASSUME),
    st.sampled_from(CHOOSE),
)
def test_columns_say_what_the_tree_walk_says_of_any_tree(trials, people, assume, choose):
    agree(Checker(DAY, assume=assume, choose=choose), trials, people)


NUMBERS = st.sampled_from([0.0, 1.0, 1 + 1e-10, 1 + 1e-8, 2.0, 1e-13, -1.0, float("inf"), float("-inf"), 1e300])


@given(st.lists(st.builds(Interval, NUMBERS, NUMBERS, st.booleans(), st.booleans()), min_size=1), ranges())
@settings(max_examples=300)
def test_columns_of_numbers_are_compared_as_numbers_are(numbers, limit):
    low, high, low_open, high_open = (np.array(column) for column in zip(*numbers, strict=True))
    said = inside(Numbers(low, high, low_open, high_open), limit)
    assert [VERDICTS[one] for one in said] == [inside_one(number, limit) for number in numbers]


@pytest.mark.parametrize("bound", [0.0, 1.0, 1 + 1e-10, 1 + 1e-8, 1e-13])
@pytest.mark.parametrize("inclusive", [True, False])
@given(st.lists(st.builds(Interval, NUMBERS, NUMBERS, st.booleans(), st.booleans()), min_size=1))
@settings(max_examples=30)
def test_numbers_at_a_bound(bound, inclusive, numbers):
    for limit in (Range(lower=bound, lower_inclusive=inclusive), Range(upper=bound, upper_inclusive=inclusive)):
        low, high, low_open, high_open = (np.array(column) for column in zip(*numbers, strict=True))
        said = inside(Numbers(low, high, low_open, high_open), limit)
        assert [VERDICTS[one] for one in said] == [inside_one(number, limit) for number in numbers]
