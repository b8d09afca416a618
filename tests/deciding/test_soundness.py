"""Answers against all patients that there are."""

import time

import everybody
import pytest
from hypothesis import assume, given, settings

import strategies
from eligibility import parse_criterion
from eligibility.deciding import Statement, conflicts, overlap, subsumes
from eligibility.tree import AllOf, AnyOf, Not, negation_normal_form, simplify

TREES = strategies.nodes(everybody.leaves(), max_leaves=5)
MANY = 20_000


@settings(max_examples=200)
@given(TREES, TREES)
def test_no_patient_contradicts_an_answer(a, b):
    assume(everybody.size(a, b) <= MANY)
    met = [(everybody.meets(one, a), everybody.meets(one, b)) for one in everybody.patients(a, b)]
    contained = all(of_a for of_a, of_b in met if of_b)
    assert subsumes(a, b) in {"unknown", "yes" if contained else "no"}
    assert overlap(a, b) in {"unknown", "yes" if (True, True) in met else "no"}


@settings(max_examples=100)
@given(strategies.nodes() | strategies.crowded_nodes())
def test_a_tree_subsumes_itself_and_overlaps_unless_nobody_meets_it(tree):
    assert subsumes(tree, tree)
    assert subsumes(simplify(tree), tree)
    assert subsumes(tree, negation_normal_form(tree))
    assert overlap(tree, Not(child=tree)) == "no"
    assert overlap(tree, tree) == overlap(tree, AllOf(children=()))


@settings(max_examples=100)
@given(TREES, TREES)
def test_parts_and_wholes(a, b):
    assert subsumes(a, AllOf(children=(a, b)))
    assert subsumes(AnyOf(children=(a, b)), b)
    assert overlap(a, b) == overlap(b, a)


@settings(max_examples=100)
@given(TREES, TREES, TREES)
def test_what_subsumes_what_subsumes(a, b, c):
    narrow, wide = AllOf(children=(a, b)), AnyOf(children=(b, c))
    if subsumes(b, narrow) and subsumes(wide, b):
        assert subsumes(wide, narrow)
    if subsumes(a, b) and subsumes(b, c):
        assert subsumes(a, c)


@settings(max_examples=60)
@given(TREES, TREES, TREES)
def test_of_a_conflict_nobody_meets_all_and_nothing_can_be_left_out(a, b, c):
    trees = (a, b, c)
    assume(everybody.size(*trees) <= MANY)
    for found in conflicts([Statement(tree) for tree in trees]):
        some = [trees[at] for at in found]
        assert not any(all(everybody.meets(one, tree) for tree in some) for one in everybody.patients(*some))
        for left_out in some:
            rest = [tree for tree in some if tree is not left_out]
            assert overlap(AllOf(children=tuple(rest)), AllOf(children=())) != "no"


def test_who_contradicts_himself_needs_no_other():
    """The second is impossible by its HbA1c alone; that it also disagrees with the first is no conflict of two."""
    texts = "Age ≥ 18 years", "Age < 12 years and HbA1c < 6 % and HbA1c > 9 %"
    assert conflicts([Statement(parse_criterion(text).constraint) for text in texts]) == [(1,)]


@pytest.mark.parametrize("width", [30, 3000])
def test_a_huge_tree_takes_no_long_time(width):
    leaves = everybody.LEAVES
    wide = AllOf(
        children=tuple(
            AnyOf(children=(leaves[at % 30], Not(child=leaves[(at * 7 + 3) % 40]), leaves[(at * 11) % 40]))
            for at in range(width)
        )
    )
    began = time.perf_counter()
    assert subsumes(wide, wide) in {"yes", "unknown"}
    assert time.perf_counter() - began < 8


def test_a_deep_tree_is_answered():
    tree = everybody.LEAVES[0]
    for _ in range(20_000):
        tree = Not(child=AllOf(children=(tree,)))
    assert subsumes(tree, everybody.LEAVES[0])
