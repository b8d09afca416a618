"""Numbers: an age, or a measured value. The limits cut the line into points and gaps, one state each."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping

from eligibility.deciding.state import State, Variable, distinct
from eligibility.tree import Range

Point = tuple[float, bool]
"""A number, and whether a patient surely can have it: a score or an age in full years has no fractions."""


def number_variable(limits: Mapping[str, Range], whole: bool, group: Hashable) -> Variable:
    """The variable of the limits of one number.

    Args:
        limits: The limits, by the keys of their leaves.
        whole: Whether the number may be a whole one always, as scores are: then no patient is made up from a fraction,
            unless a limit is one.
        group: See `Variable.group`.
    """
    states = [
        State(tuple(contains(limit, number) for limit in limits.values()), firm)
        for number, firm in points(limits.values(), whole)
    ]
    return Variable(tuple(limits), distinct(states), group)


def points(limits: Iterable[Range], whole: bool) -> list[Point]:
    """A number for each bound of some ranges, for each gap between two bounds, and for both ends of the line."""
    bounds = sorted({bound for limit in limits for bound in _bounds(limit)})
    if not bounds:
        return [(0.0, True)]
    fractions = not whole or any(not bound.is_integer() for bound in bounds)
    lowest = _below(bounds[0])
    found = [(lowest, lowest >= 0 or bounds[0] < 0)]
    for bound, after in zip(bounds, [*bounds[1:], math.inf], strict=True):
        found.append((bound, True))
        between, is_whole = _between(bound, after)
        if bound < between < after:
            found.append((between, fractions or is_whole))
    return found


def contains(limit: Range, number: float) -> bool:
    """Whether a number is in a range.

    Example:
        >>> contains(Range(lower=18, upper=80, upper_inclusive=False), 80)
        False
    """
    lower, upper = rounded(limit.lower), rounded(limit.upper)
    if lower is not None and (number < lower or (number == lower and not limit.lower_inclusive)):
        return False
    return upper is None or number < upper or (number == upper and limit.upper_inclusive)


def rounded(bound: float | None) -> float | None:
    """A bound to 12 digits, to which trees are compared."""
    return None if bound is None else float(f"{bound:.12g}")


def _bounds(limit: Range) -> list[float]:
    return [bound for bound in (rounded(limit.lower), rounded(limit.upper)) if bound is not None]


def _below(bound: float) -> float:
    """A number below another, not below zero if it need not be."""
    if bound > 0:
        return max(math.ceil(bound) - 1.0, 0.0)
    return min(bound - 1, bound * 2)


def _between(low: float, high: float) -> tuple[float, bool]:
    """A number between two, a whole one if there is one."""
    following = low + 1 if low.is_integer() else math.ceil(low)
    if low < following < high:
        return float(following), True
    return low + (high - low) / 2, False
