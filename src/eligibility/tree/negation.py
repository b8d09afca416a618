"""Negation pushed down to the leaves."""

from __future__ import annotations

from eligibility.arguments import TREE, expect
from eligibility.tree.nodes import AllOf, AnyOf, AtLeast, BaseLeaf, BaseNode, Implies, Node, Not

Pair = tuple[Node, Node]


def negation_normal_form(node: BaseNode) -> Node:
    """The tree with every negation directly above a leaf and without implications; it says the same of everyone.

    `not(at_least n of k)` becomes at least k - n + 1 negated children, `implies(A, B)` becomes any_of(not(A), B).
    Limits are not turned round: not(age ≥ 18) stays, as its words do not say "age < 18". What is already in that
    form is given back as it is. All this holds in three-valued logic, so also where something is unknown.
    """
    expect(node, BaseNode, "negation_normal_form", TREE)
    return node.fold(_both)[0]


def _both(node: Node, below: tuple[Pair, ...]) -> Pair:
    """The normal forms of a node and of its negation, from those of its parts."""
    held = tuple(pair[0] for pair in below)
    denied = tuple(pair[1] for pair in below)
    if isinstance(node, Not):
        return (node if isinstance(node.child, BaseLeaf) else denied[0]), held[0]
    if isinstance(node, AllOf):
        return node.rebuilt(held), AnyOf(children=denied)
    if isinstance(node, AnyOf):
        return node.rebuilt(held), AllOf(children=denied)
    if isinstance(node, AtLeast):
        return node.rebuilt(held), AtLeast(count=max(len(denied) - node.count + 1, 0), children=denied)
    if isinstance(node, Implies):
        return AnyOf(children=(denied[0], held[1])), AllOf(children=(held[0], denied[1]))
    return node, Not(child=node)
