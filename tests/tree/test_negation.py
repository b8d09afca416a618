import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation import tree
from test_simplify import says_the_same

from eligibility.tree import BaseLeaf, Implies, Not, brief, negation_normal_form, simplify
from strategies import crowded_nodes, nodes

TABLE = [
    ("not(not(A))", "A"),
    ("not(all_of(A, not(B)))", "any_of(not(A), B)"),
    ("not(any_of(A, x ≥ 3))", "all_of(not(A), not(x ≥ 3))"),
    ("implies(A, B)", "any_of(not(A), B)"),
    ("not(implies(A, B))", "all_of(A, not(B))"),
    ("not(at_least(2, A, B, C))", "at_least(2, not(A), not(B), not(C))"),
    ("not(at_least(1, A, B, C))", "at_least(3, not(A), not(B), not(C))"),
    ("not(at_least(0, A))", "at_least(2, not(A))"),
    ("not(at_least(5, A))", "at_least(0, not(A))"),
    ("implies(implies(A, B), not(C))", "any_of(all_of(A, not(B)), not(C))"),
]


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_normal_form(before, after):
    assert brief(negation_normal_form(tree(before))) == brief(tree(after))


def is_normal(node):
    return all(isinstance(part.child, BaseLeaf) for part in node.find(Not)) and not list(node.find(Implies))


@given(nodes())
def test_negation_is_at_the_leaves_alone_and_stays_there(node):
    normal = negation_normal_form(node)
    assert is_normal(normal)
    assert is_normal(simplify(normal))


@given(nodes())
def test_what_is_normal_is_given_back(node):
    normal = negation_normal_form(node)
    assert negation_normal_form(normal) is normal


@given(crowded_nodes(), st.randoms(use_true_random=False))
def test_it_says_the_same_of_every_patient(node, random):
    says_the_same(negation_normal_form(node), node, random)
