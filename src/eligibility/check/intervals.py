"""Numbers that are known exactly or only within limits, and whether they are in a range."""

from __future__ import annotations

from math import inf, isclose
from typing import NamedTuple

from eligibility.check.kleene import Verdict, every
from eligibility.tree import Range

_TOLERANCE = 1e-9
"""Relative: a conversion of units does not move a value across a border."""


class Interval(NamedTuple):
    """A number from `low` to `high`; an open end is not reached ("< 0.5")."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


ANYTHING = Interval(-inf, inf, True, True)
"""A number of which nothing is known."""


def exactly(number: float) -> Interval:
    """A known number."""
    return Interval(number, number)


def inside(number: Interval, limit: Range) -> Verdict:
    """Whether a number is in a range: both bounds in turn, so that two limits of one value say what one range says.

    Example:
        >>> inside(exactly(8.5), Range(upper=8.5)), inside(Interval(8, 9), Range(upper=8.5))
        ('met', 'unknown')
    """
    verdicts = []
    if limit.lower is not None:
        verdicts.append(_above(number, limit.lower, limit.lower_inclusive))
    if limit.upper is not None:
        turned = Interval(-number.high, -number.low, number.high_open, number.low_open)
        verdicts.append(_above(turned, -limit.upper, limit.upper_inclusive))
    return every(verdicts)


def _above(number: Interval, bound: float, inclusive: bool) -> Verdict:
    if (inclusive or number.low_open) if _equal(number.low, bound) else number.low > bound:
        return "met"
    possible = (inclusive and not number.high_open) if _equal(number.high, bound) else number.high > bound
    return "unknown" if possible else "not_met"


def _equal(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=_TOLERANCE, abs_tol=1e-12)
