"""The questions that can be asked of trees, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain

from eligibility.arguments import TREE, expect
from eligibility.deciding.axioms import axioms
from eligibility.deciding.budget import Budget, ExhaustedError
from eligibility.deciding.formula import Formula, leaves_of
from eligibility.deciding.search import Found, search
from eligibility.deciding.statement import Statement
from eligibility.deciding.variables import variables
from eligibility.tree import BaseNode

STEPS = 200_000
"""The steps that one answer may take."""

PER_LEAF = 100
"""The steps that it takes to find out what a leaf has to do with others."""

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


def subsumes(a: Tree, b: Tree, *, budget: Budget | None = None) -> Answer:
    """Whether every patient who meets `b` meets `a`.

    Leaves that speak of one value share it; a window that lies in another implies it; a value has one of two opposite
    words at most. What concepts have to do with one another beyond that is not known: the answer is `UNKNOWN` rather
    than `NO` where that could matter, as it is where text was not understood, or where the search would take too long.

    Args:
        a: The wider tree, if the answer is yes.
        b: The narrower one.
        budget: What several questions may take together; one alone is bounded in any case.

    Returns:
        `YES` or `NO` where that is proven, else `UNKNOWN`.

    Raises:
        TypeError: One of them is no tree.

    Example:
        >>> from eligibility import parse_criterion
        >>> adults, pensioners = (parse_criterion(text).constraint for text in ("Age ≥ 18 years", "Age > 65 years"))
        >>> print(subsumes(adults, pensioners), subsumes(pensioners, adults))
        yes no
    """
    counterexample = _somebody(budget, _statement(b, "subsumes").holds, _statement(a, "subsumes").fails)
    return {Found.NOBODY: Answer.YES, Found.SOMEBODY: Answer.NO}.get(counterexample, Answer.UNKNOWN)


def overlap(a: Tree, b: Tree, *, budget: Budget | None = None) -> Answer:
    """Whether some patient can meet both trees. For the grounds of an answer see `subsumes`.

    Args:
        a: A tree, such as `criterion.constraint`.
        b: Another.
        budget: As for `subsumes`.

    Returns:
        `YES` or `NO` where that is proven, else `UNKNOWN`.

    Raises:
        TypeError: One of them is no tree.

    Example:
        >>> from eligibility import parse_criterion
        >>> low, high = (parse_criterion(text).constraint for text in ("HbA1c < 7 %", "HbA1c 7.5 to 10 %"))
        >>> print(overlap(low, high))
        no
    """
    example = _somebody(budget, _statement(a, "overlap").holds, _statement(b, "overlap").holds)
    return {Found.NOBODY: Answer.NO, Found.SOMEBODY: Answer.YES}.get(example, Answer.UNKNOWN)


def can_be_met(tree: Tree, *, budget: Budget | None = None) -> Answer:
    """Whether some patient can meet a tree. For the grounds of an answer see `subsumes`."""
    example = _somebody(budget, _statement(tree, "can_be_met").holds)
    return {Found.NOBODY: Answer.NO, Found.SOMEBODY: Answer.YES}.get(example, Answer.UNKNOWN)


def _statement(tree: Tree, called: str) -> Statement:
    if isinstance(tree, Statement):
        return tree
    expect(tree, BaseNode, called, TREE)
    return Statement(tree)


def _somebody(budget: Budget | None, *parts: Sequence[Formula]) -> Found:
    """Whether there is a patient of whom all formulas are true; `GAVE_UP` where neither is proven."""
    formulas = list(chain.from_iterable(parts))
    leaves = leaves_of(formulas)
    try:
        (budget or Budget(STEPS)).take(PER_LEAF * len(leaves))
    except ExhaustedError:
        return Found.GAVE_UP
    formulas += axioms(leaves)
    known = variables(leaves_of(formulas))
    if search(formulas, known, Budget(STEPS, budget)) is Found.NOBODY:
        return Found.NOBODY
    sure = search(formulas, known, Budget(STEPS, budget), firm=True)
    return Found.SOMEBODY if sure is Found.SOMEBODY else Found.GAVE_UP
