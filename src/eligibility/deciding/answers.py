"""The questions that can be asked of trees, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain

from eligibility.deciding.formula import Formula
from eligibility.deciding.search import Budget, Found, search
from eligibility.deciding.statement import Statement
from eligibility.deciding.variables import variables
from eligibility.tree import BaseNode

STEPS = 200_000
"""The steps that one answer may take; a step is an operator or a leaf looked at once, about a microsecond."""

MAX_CONFLICTS = 20
"""How many conflicts are looked for."""

Tree = BaseNode | Statement


class Answer(StrEnum):
    """Yes or no where it is proven, or else unknown. Only `YES` is true in a condition.

    Example:
        >>> bool(Answer.YES), bool(Answer.NO), bool(Answer.UNKNOWN), Answer.NO == "no"
        (True, False, False, True)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return self is Answer.YES


def subsumes(a: Tree, b: Tree) -> Answer:
    """Whether every patient who meets `b` meets `a`.

    Leaves that speak of one value share it; a window that lies in another implies it; a value has one of two opposite
    words at most. What concepts have to do with one another beyond that is not known: the answer is `UNKNOWN` rather
    than `NO` where that could matter, as it is where text was not understood, or where the search would take too long.

    Args:
        a: The wider tree, if the answer is yes.
        b: The narrower one.

    Example:
        >>> from eligibility import parse_criterion
        >>> adults, pensioners = (parse_criterion(text).constraint for text in ("Age ≥ 18 years", "Age > 65 years"))
        >>> print(subsumes(adults, pensioners), subsumes(pensioners, adults))
        yes no
    """
    counterexample = _somebody(_statement(b).holds, _statement(a).fails)
    return {Found.NOBODY: Answer.YES, Found.SOMEBODY: Answer.NO}.get(counterexample, Answer.UNKNOWN)


def overlap(a: Tree, b: Tree) -> Answer:
    """Whether some patient can meet both trees. For the grounds of an answer see `subsumes`.

    Example:
        >>> from eligibility import parse_criterion
        >>> low, high = (parse_criterion(text).constraint for text in ("HbA1c < 7 %", "HbA1c 7.5 to 10 %"))
        >>> print(overlap(low, high))
        no
    """
    example = _somebody(_statement(a).holds, _statement(b).holds)
    return {Found.NOBODY: Answer.NO, Found.SOMEBODY: Answer.YES}.get(example, Answer.UNKNOWN)


def can_be_met(tree: Tree) -> Answer:
    """Whether some patient can meet a tree. For the grounds of an answer see `subsumes`."""
    example = _somebody(_statement(tree).holds)
    return {Found.NOBODY: Answer.NO, Found.SOMEBODY: Answer.YES}.get(example, Answer.UNKNOWN)


def conflicts(trees: Sequence[Tree]) -> list[tuple[int, ...]]:
    """Sets of trees that no patient can meet all of, each as small as it can be.

    Returns:
        The indices of the trees of each set, ascending. Sets share no tree; there may be other conflicts besides.

    Example:
        >>> from eligibility import parse_criterion
        >>> conflicts([parse_criterion(text).constraint for text in ("Age ≥ 18", "Stroke", "Age < 12")])
        [(0, 2)]
    """
    statements = [_statement(tree) for tree in trees]
    left = list(range(len(statements)))
    found: list[tuple[int, ...]] = []
    while len(found) < MAX_CONFLICTS and (core := _core(statements, left)):
        found.append(core)
        left = [at for at in left if at not in core]
    return sorted(found)


def _core(statements: Sequence[Statement], among: list[int]) -> tuple[int, ...]:
    """A conflict without anything that it does not need; empty if none is proven."""
    budget = Budget(STEPS)
    if not _conflict(statements, among, budget):
        return ()
    core = among
    for at in among:
        rest = [other for other in core if other != at]
        if _conflict(statements, rest, budget):
            core = rest
    return tuple(core)


def _conflict(statements: Sequence[Statement], which: Sequence[int], budget: Budget) -> bool:
    formulas = [one for at in which for one in statements[at].holds]
    return _search(formulas, budget) is Found.NOBODY


def _statement(tree: Tree) -> Statement:
    return tree if isinstance(tree, Statement) else Statement(tree)


def _somebody(*parts: Sequence[Formula]) -> Found:
    """Whether there is a patient of whom all formulas are true; `GAVE_UP` where neither is proven."""
    formulas = list(chain.from_iterable(parts))
    if _search(formulas, Budget(STEPS)) is Found.NOBODY:
        return Found.NOBODY
    return Found.SOMEBODY if _search(formulas, Budget(STEPS), firm=True) is Found.SOMEBODY else Found.GAVE_UP


def _search(formulas: Sequence[Formula], budget: Budget, *, firm: bool = False) -> Found:
    leaves = {name: leaf for one in formulas for name, leaf in one.leaves.items()}
    return search(formulas, variables(leaves), budget, firm=firm)
