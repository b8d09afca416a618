"""What is told of two versions of a trial."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from eligibility import diff, parse
from eligibility.comparing.order import in_order
from terse_trials import pairs

CASES = pairs(Path(__file__).with_name("changes.txt"))
OPPOSITE = {"tightened": "loosened", "added": "dropped", "tighter": "looser"}
OPPOSITE |= {after: before for before, after in OPPOSITE.items()}


def told(old, new) -> set[str]:
    """The changes in the words of the table."""
    said = set()
    for change in diff(old, new).changes:
        ids = [one.id for one in (change.old, change.new) if one is not None]
        said.add(" ".join([change.what, change.effect, *ids]))
    return said


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_change_is_told(case):
    wanted = set() if case.title == "same" else {one.strip() for one in case.title.split(";")}
    assert told(case.first, case.second) == wanted


@pytest.mark.parametrize("case", CASES, ids=str)
def test_backwards_it_is_the_opposite(case):
    forth = sorted((one.what, one.effect) for one in diff(case.first, case.second).changes)
    back = sorted(
        (OPPOSITE.get(one.what, one.what), OPPOSITE.get(one.effect, one.effect))
        for one in diff(case.second, case.first).changes
    )
    assert forth == back


@settings(max_examples=60)
@given(strategies.structured_trials())
def test_a_trial_is_the_same_as_itself(one):
    found = diff(one, one)
    assert (found.changes, found.unchanged, found.same) == ((), len(one.criteria), True)


@settings(max_examples=60)
@given(strategies.structured_trials(), strategies.structured_trials())
def test_every_criterion_is_told_of_once(old, new):
    found = diff(old, new)
    of_text = [one for one in found.changes if (one.old or one.new).kind]
    assert sum(one.old is not None for one in of_text) + found.unchanged == len(old.criteria)
    assert sum(one.new is not None for one in of_text) + found.unchanged == len(new.criteria)


@given(st.lists(st.integers(0, 9), unique=True))
def test_what_stayed_is_in_order_and_nothing_can_be_put_in(places):
    kept = sorted(in_order(places))
    rising = [places[at] for at in kept]
    assert rising == sorted(rising)
    for at in set(range(len(places))) - set(kept):
        more = [places[one] for one in sorted([*kept, at])]
        assert more != sorted(more)


def test_many_criteria_are_compared_in_time():
    lines = [f"- Body weight above {number} kg and condition number {number % 7}" for number in range(40, 190)]
    old, new = (parse("Exclusion Criteria:\n" + "\n".join(some)) for some in (lines, lines[::-1]))
    found = diff(old, new)
    assert found.same
    assert {change.what for change in found.changes} == {"moved"}
