"""A tree made ready to be held against others."""

from __future__ import annotations

from functools import cached_property

from eligibility.deciding.formula import Formula, conjuncts, formula
from eligibility.deciding.variables import Topic, topic
from eligibility.tree import BaseNode, Not


class Statement:
    """What a tree says of a patient. It is worked out once, however many others it is then compared with.

    Args:
        node: The tree.
    """

    def __init__(self, node: BaseNode) -> None:
        self.node = node

    @cached_property
    def holds(self) -> tuple[Formula, ...]:
        """The formulas that are all true of whom the tree is true of."""
        return tuple(map(formula, conjuncts(self.node)))

    @cached_property
    def fails(self) -> tuple[Formula, ...]:
        """The formulas that are all true of whom the tree is false of."""
        return tuple(map(formula, conjuncts(Not(child=self.node))))

    @cached_property
    def topics(self) -> frozenset[Topic]:
        """All that it speaks of. Of two trees without a common topic neither says anything about the other."""
        return frozenset(topic(leaf) for one in self.holds for leaf in one.leaves.values())
