"""Ages: years on a line, or completed years and months, as people give them; an answer must be right for both.

In completed years "> 17" and "≥ 18" are the same, and who is 65 years and 6 months old is "≤ 65".
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from eligibility.deciding.numbers import contains, points, rounded
from eligibility.deciding.state import State, Variable, distinct
from eligibility.tree import Range

_LONGEST = 1e6
"""Years beyond which months are no longer told apart."""


def age_variable(limits: Mapping[str, Range], group: Hashable) -> Variable:
    """The variable of the limits of an age: all that it can be either way, sure where both agree."""
    whole = [age for age, _ in points(limits.values(), whole=True) if age.is_integer()]
    by_line = {_on_line(limits, age): age >= 0 for age, _ in points(limits.values(), whole=False)}
    by_months = {_completed(limits, month): month >= 0 for month in _months(limits.values())}
    firm = {_on_line(limits, age) for age in whole if age >= 0}
    firm |= {truths for truths, possible in by_line.items() if possible and by_months.get(truths)}
    states = [State(truths, truths in firm) for truths in (*firm, *by_line, *by_months)]
    return Variable(tuple(limits), distinct(states), group)


def _on_line(limits: Mapping[str, Range], age: float) -> tuple[bool, ...]:
    return tuple(contains(limit, age) for limit in limits.values())


def _completed(limits: Mapping[str, Range], months: int) -> tuple[bool, ...]:
    """What the limits say of an age in months: a bound of whole years is held against completed years."""
    return tuple(
        contains(Range(lower=limit.lower, lower_inclusive=limit.lower_inclusive), _years(limit.lower, months))
        and contains(Range(upper=limit.upper, upper_inclusive=limit.upper_inclusive), _years(limit.upper, months))
        for limit in limits.values()
    )


def _years(bound: float | None, months: int) -> float:
    return float(months // 12) if bound is None or bound.is_integer() else months / 12


def _months(limits: Iterable[Range]) -> list[int]:
    """The months next to which what some limits say can change."""
    found = {0}
    for limit in limits:
        for bound in (rounded(limit.lower), rounded(limit.upper)):
            if bound is not None and abs(bound) < _LONGEST:
                month = int(bound * 12 // 1)
                found.update((month - 1, month, month + 1, month + 11, month + 12))
    return sorted(found)
