"""Verdicts on age and sex."""

from __future__ import annotations

from eligibility.check.calendar import LATEST, Days
from eligibility.check.finding import Finding
from eligibility.check.intervals import Interval, inside
from eligibility.check.judging import Case
from eligibility.check.kleene import every
from eligibility.tree import Age, Range, SexLeaf

_MONTHS = 12
_WHOLE = 1e-6


def judge_age(leaf: Age, case: Case) -> Finding:
    """Whether the age is in the range: on the day of checking, or on that of the leaf's anchor.

    An age is counted in completed years, as people give it: 75 years and 6 months is "≤ 75 years", and who turns 18
    today is 18. A bound that is no whole number of years is compared with completed months. Who is born after that day
    has no age: the date of birth, or the day, is wrong.
    """
    if leaf.range is None or (leaf.range.lower is None and leaf.range.upper is None):
        return Finding("unknown", "no-limit")
    if case.patient.birth_date is None:
        return Finding("unknown", "no-birth-date")
    window = leaf.window
    if window is not None and window.distance is not None:
        return Finding("unknown", "age-in-window", said=(("window", window.text),))
    day = case.today if window is None else case.facts.anchor(window.anchor, case.settings.as_of)
    if day is None:
        return Finding("unknown", "no-anchor", said=(("anchor", window and window.anchor),))
    months = case.months(Days(day.first, min(day.last, LATEST - 1)))
    if months is None:
        return Finding("unknown", "no-birth-date")
    return _of_age(months, leaf.range, case.patient.birth_date)


def _of_age(months: tuple[int, int], limit: Range, birth: str) -> Finding:
    """Whether an age, the least and the most completed months, is in a range."""
    if months[1] < 0:
        return Finding("unknown", "born-later", said=(("birth", birth),))
    verdict = every(inside(_age(months, bound), bound) for bound in bounds(limit))
    said = months[0] // _MONTHS, months[1] // _MONTHS
    age = str(said[0]) if said[0] == said[1] else f"{said[0]} to {said[1]}"
    return Finding(verdict, "age", said=(("age", age), ("birth", birth)))


def bounds(limit: Range) -> list[Range]:
    """The bounds of a range, each as a range of its own."""
    one_sided: list[Range] = []
    if limit.lower is not None:
        one_sided.append(Range.trusted(lower=limit.lower, lower_inclusive=limit.lower_inclusive, unit=limit.unit))
    if limit.upper is not None:
        one_sided.append(Range.trusted(upper=limit.upper, upper_inclusive=limit.upper_inclusive, unit=limit.unit))
    return one_sided


def _age(months: tuple[int, int], bound: Range) -> Interval:
    limit = bound.lower if bound.lower is not None else bound.upper
    assert limit is not None
    if abs(limit - round(limit)) < _WHOLE:
        return Interval(months[0] // _MONTHS, months[1] // _MONTHS)
    return Interval(months[0] / _MONTHS, months[1] / _MONTHS)


def judge_sex(leaf: SexLeaf, case: Case) -> Finding:
    """Whether the sex on record is one of those meant; of others than female and male that is not known."""
    sex = case.patient.sex
    if sex not in {"female", "male"}:
        return Finding("unknown", "no-sex")
    return Finding("met" if sex in leaf.values else "not_met", "sex", said=(("sex", sex),))
