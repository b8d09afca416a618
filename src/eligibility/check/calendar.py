"""Dates and time windows, by the calendar.

A day is a number (`date.toordinal`), so that comparing days is comparing numbers. Dates may be partial ("2024-03"):
they are then any day from the first to the last one possible, and so is the bound of a window.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from eligibility.check.kleene import Verdict
from eligibility.tree import Range, Window

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}[0-9:.+Z -]{0,30})?)?)?", re.ASCII)
EARLIEST, LATEST = 0, date.max.toordinal() + 1
"""Days before and after all others."""
_DAYS = {"d": 1.0, "wk": 7.0}
_MONTHS = {"mo": 1.0, "a": 12.0}
_MEAN_MONTH = 30.4375
_HOURS = 24
_FAR = 4e6
"""Of any unit, more than all years that there are."""


class Days(NamedTuple):
    """A day that lies somewhere from `first` to `last`, both possible."""

    first: int
    last: int


SOME_DAY = Days(EARLIEST, LATEST)
"""A day of which nothing is known."""


class Frame(NamedTuple):
    """The days of a window: from some day `start` to some day `end`, both inclusive."""

    start: Days
    end: Days


ALWAYS = Frame(Days(EARLIEST, EARLIEST), Days(LATEST, LATEST))


def _as_text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str):
        days_of(value)
    return value


PartialDate = Annotated[str, BeforeValidator(_as_text)]
"""A date as ISO 8601 writes it, with a day or without: "2024-03-09", "2024-03", "2024". A time of day is ignored."""


@lru_cache(maxsize=1 << 16)
def days_of(written: str) -> Days:
    """The days that a date may be.

    Raises:
        ValueError: it is no date.

    Example:
        >>> days = days_of("2024-02")
        >>> date.fromordinal(days.first).isoformat(), date.fromordinal(days.last).isoformat()
        ('2024-02-01', '2024-02-29')
    """
    found = _PARTIAL.fullmatch(written.strip()) if len(written) <= 60 else None
    if found is None:
        raise ValueError('not a date; write it as "2024-03-09", "2024-03" or "2024"')
    year, month, day = (None if part is None else int(part) for part in found.groups())
    assert year is not None
    if month is None:
        return Days(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    first = date(year, month, day or 1).toordinal()
    return Days(first, first if day else first + monthrange(year, month)[1] - 1)


def shifted(day: int, amount: float, unit: str | None) -> int | None:
    """The day that is `amount` calendar units later; None for a unit shorter than a day, or of no calendar.

    Months and years keep the day of the month, or take the last one where a month is shorter. What is left of a month
    is counted in days (30.4375 to a month, a twelfth of a Julian year).

    Example:
        >>> date.fromordinal(shifted(date(2024, 5, 31).toordinal(), -3, "mo")).isoformat()
        '2024-02-29'
    """
    amount = min(max(amount, -_FAR), _FAR)
    if unit in _MONTHS:
        months = amount * _MONTHS[unit]
        whole = round(months) if abs(months - round(months)) < 1e-9 else int(months)
        rest = round((months - whole) * _MEAN_MONTH)
        return _within(_by_months(day, whole) + rest)
    return _within(day + round(amount * _DAYS[unit])) if unit in _DAYS else None


def _within(day: int) -> int:
    return min(max(day, EARLIEST), LATEST)


def _by_months(day: int, months: int) -> int:
    if not EARLIEST < day < LATEST:
        return day
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return EARLIEST if months < 0 else LATEST
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def years_between(birth: int, day: int) -> int:
    """The age in completed years on a day; those born on 29 February have their birthday on 28 February else.

    Example:
        >>> years_between(date(2006, 3, 9).toordinal(), date(2024, 3, 9).toordinal())
        18
    """
    return months_between(birth, day) // 12


def months_between(birth: int, day: int) -> int:
    """The age in completed months on a day; negative before birth."""
    start, end = date.fromordinal(birth), date.fromordinal(day)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if _by_months(birth, months) <= day else months - 1


def frame_of(window: Window, anchor: Days) -> Frame | None:
    """The days that a window says, counted from its anchor; None for a distance in no calendar unit.

    Args:
        window: the window. "During" an anchor, without a distance, is on its day.
        anchor: the day of the anchor.
    """
    distance = window.distance or Range()
    near = _End(distance.lower, distance.unit, distance.lower_inclusive, outward=True)
    far = _End(distance.upper, distance.unit, distance.upper_inclusive, outward=False)
    if window.direction == "before":
        bounds = ALWAYS.start if far.amount is None else _moved(anchor, far, -1), _moved(anchor, near, -1)
    elif window.direction == "after":
        bounds = _moved(anchor, near, 1), ALWAYS.end if far.amount is None else _moved(anchor, far, 1)
    else:
        bounds = _moved(anchor, far, -1), _moved(anchor, far, 1)
    start, end = bounds
    return None if start is None or end is None else Frame(start, end)


class _End(NamedTuple):
    """How far a bound is from its anchor; where it is exclusive, one day more (`outward`) or less."""

    amount: float | None
    unit: str | None
    inclusive: bool
    outward: bool


def _moved(anchor: Days, end: _End, sign: int) -> Days | None:
    """A bound: the anchor moved away by a distance; hours leave open on which of two days it is."""
    if end.amount is None:
        return anchor
    if end.unit == "h":
        days = math.ceil(end.amount / _HOURS)
        ends = sorted((sign * (days - 1), sign * days))
        return Days(_within(anchor.first + ends[0]), _within(anchor.last + ends[1]))
    first, last = (shifted(day, sign * end.amount, end.unit) for day in anchor)
    if first is None or last is None:
        return None
    step = 0 if end.inclusive else sign if end.outward else -sign
    return Days(_within(first + step), _within(last + step))


def overlap(start: Days, end: Days, frame: Frame) -> Verdict:
    """Whether what lasted from `start` to `end` shares a day with a window; unknown where the days do not tell."""
    if start.last <= frame.end.first and end.first >= frame.start.last:
        return "met"
    if start.first > frame.end.last or end.last < frame.start.first:
        return "not_met"
    return "unknown"
