"""What holds of every patient, beside what variables say: some things are only of people of one sex."""

from __future__ import annotations

from collections.abc import Mapping

from eligibility.check import knowledge
from eligibility.deciding.formula import Formula, formula
from eligibility.tree import AnyOf, BaseLeaf, Node, Not, Occurrence, SexLeaf


def axioms(leaves: Mapping[str, BaseLeaf]) -> list[Formula]:
    """The formulas that hold of everybody and bind leaves to one another; none where no sex is asked for."""
    if not any(isinstance(leaf, SexLeaf) for leaf in leaves.values()):
        return []
    return [
        formula(AnyOf(children=(Not(child=leaf), _sex(sex))))
        for leaf in leaves.values()
        if isinstance(leaf, Occurrence) and leaf.experiencer == "patient" and leaf.concept is not None
        for sex, names in knowledge().of_one_sex.items()
        if leaf.concept.name in names
    ]


def _sex(sex: str) -> Node:
    return SexLeaf(text="", span=(0, 0), values=(sex,))
