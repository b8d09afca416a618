"""Which of many trees no patient can meet together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eligibility.deciding.answers import PER_LEAF, STEPS
from eligibility.deciding.axioms import axioms
from eligibility.deciding.budget import Budget, ExhaustedError
from eligibility.deciding.formula import Formula, leaves_of
from eligibility.deciding.search import Found, components, search
from eligibility.deciding.state import Variable
from eligibility.deciding.statement import Statement
from eligibility.deciding.variables import variables

MAX_CONFLICTS = 20
"""How many conflicts are looked for among what hangs together."""

_AXIOM = -1
"""The index of what holds of everybody: no tree, and never left out."""

Formulas = Mapping[int, Sequence[Formula]]
"""The formulas of each tree, by its index."""


def conflicts(statements: Sequence[Statement], *, budget: Budget | None = None) -> list[tuple[int, ...]]:
    """Sets of trees that no patient can meet all of, each as small as it can be.

    Args:
        statements: The trees.
        budget: The steps that may be taken.

    Returns:
        The indices of the trees of each set, ascending. There may be other conflicts besides.

    Example:
        >>> from eligibility import parse_criterion
        >>> texts = "Age ≥ 18", "Stroke", "Age < 12"
        >>> conflicts([Statement(parse_criterion(text).constraint) for text in texts])
        [(0, 2)]
    """
    budget = budget or Budget(STEPS)
    formulas = [one for statement in statements for one in statement.holds]
    owners = {id(one): at for at, statement in enumerate(statements) for one in statement.holds}
    leaves = leaves_of(formulas)
    found: list[tuple[int, ...]] = []
    impossible: list[tuple[Formulas, Sequence[Variable]]] = []
    try:
        budget.take(PER_LEAF * len(leaves))
        formulas += axioms(leaves)
        for some, their in components(formulas, variables(leaves_of(formulas))):
            by_tree: dict[int, list[Formula]] = {}
            for one in some:
                by_tree.setdefault(owners.get(id(one), _AXIOM), []).append(one)
            before = len(found)
            _find(by_tree, their, budget, found)
            if len(found) > before:
                impossible.append((by_tree, their))
        if len(impossible) > 1:
            found = [_smallest(core, impossible, budget) for core in found]
    except ExhaustedError:
        pass
    return sorted(set(found))


def _find(left: Formulas, their: Sequence[Variable], budget: Budget, found: list[tuple[int, ...]]) -> None:
    """Adds the conflicts among trees that hang together; those found share no tree."""
    for _ in range(MAX_CONFLICTS):
        if not _nobody(left, their, budget):
            return
        core = left
        for at in filter(_is_tree, left):
            rest = {other: some for other, some in core.items() if other != at}
            if _nobody(rest, their, budget):
                core = rest
        found.append(tuple(sorted(filter(_is_tree, core))))
        left = {at: some for at, some in left.items() if at == _AXIOM or at not in core}


def _smallest(
    core: tuple[int, ...], impossible: Sequence[tuple[Formulas, Sequence[Variable]]], budget: Budget
) -> tuple[int, ...]:
    """A conflict without the trees that it stays one without for what else they say, in some other part."""
    for at in core:
        rest = {_AXIOM, *core} - {at}
        parts = (({one: some[one] for one in some if one in rest}, their) for some, their in impossible)
        if any(_nobody(part, their, budget) for part, their in parts):
            core = tuple(one for one in core if one != at)
    return core


def _is_tree(at: int) -> bool:
    return at != _AXIOM


def _nobody(some: Formulas, their: Sequence[Variable], budget: Budget) -> bool:
    """Whether it is proven that nobody meets some trees."""
    formulas = [one for formulas in some.values() for one in formulas]
    if not any(map(_is_tree, some)):
        return False
    return search(formulas, their, Budget(STEPS, budget)) is Found.NOBODY
