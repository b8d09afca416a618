"""Verdicts on measurements: which of the values on record count, and whether they are within the limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eligibility.check.calendar import ALWAYS, Days, Frame, overlap
from eligibility.check.finding import Finding, Recorded
from eligibility.check.intervals import inside
from eligibility.check.judging import Case, is_study_anchor
from eligibility.check.kleene import Verdict, every, some
from eligibility.check.knowledge import knowledge
from eligibility.check.patient import MeasurementFact
from eligibility.check.people import bounds
from eligibility.check.values import number_in
from eligibility.tree import Measurement, Range


class _Value(NamedTuple):
    """A value on record: when it was measured, whether that is surely in the window, and what each bound says of it."""

    recorded: Recorded
    day: Days
    sure: bool
    verdicts: tuple[Verdict, ...] = ()
    code: str = ""
    said: tuple[tuple[str, object], ...] = ()


def judge_measurement(leaf: Measurement, case: Case) -> Finding:
    """Whether the values on record that count are within the limit; what was not measured is not known."""
    if leaf.concept is None:
        return Finding("unknown", "no-concept")
    limits: Sequence[Range | None] = bounds(leaf.range) if leaf.range is not None else [None] if leaf.values else []
    frame = days_that_count(leaf, case)
    if isinstance(frame, str):
        return Finding("unknown", frame, said=(("anchor", leaf.window and leaf.window.anchor),))
    recorded = case.facts.measurements(leaf.concept)
    if not recorded:
        return Finding("unknown", "no-record")
    counted = _counted([value for one in recorded if (value := _placed(one, frame, case))], case)
    if not counted:
        return Finding("unknown", "outside-window", tuple(recorded))
    if not limits:
        return Finding("unknown", "no-limit", tuple(value.recorded for value in counted))
    return _limited(leaf, _verdict(leaf, limits, counted, case))


def _limited(leaf: Measurement, finding: Finding) -> Finding:
    """Qualifiers of a measurement ("fasting") are not on record: what is met becomes unknown."""
    said = knowledge().limited if leaf.range is not None else {}
    unchecked = [one.kind for one in leaf.qualifiers if one.as_written.text.casefold() not in said.get(one.kind, ())]
    if finding.verdict != "met" or not unchecked:
        return finding
    return finding._replace(verdict="unknown", code="unchecked-qualifier", said=(("kinds", ", ".join(unchecked)),))


def days_that_count(leaf: Measurement, case: Case) -> Frame | str:
    """The days in which a value counts, or why they are not known; "at screening" it is the latest up to then."""
    if leaf.window is None:
        return ALWAYS
    frame = case.frame(leaf.window)
    if not isinstance(frame, str) and is_study_anchor(leaf.window):
        return Frame(ALWAYS.start, frame.end)
    return frame


def _placed(one: Recorded, frame: Frame, case: Case) -> _Value | None:
    """A value that is in the window, or may be; what is dated after the day of checking is not known on that day."""
    if one.start.first > case.settings.as_of:
        return None
    day = Days(one.start.first, min(one.start.last, case.settings.as_of))
    in_window = overlap(day, day, frame)
    return None if in_window == "not_met" else _Value(one, day, in_window == "met")


def _counted(values: list[_Value], case: Case) -> list[_Value]:
    """The values of which one or all count: of the latest or first, all that may be it."""
    if not values or case.settings.choose not in {"latest", "first"}:
        return values
    if case.settings.choose == "latest":
        newest = max(value.day.first for value in values)
        return [value for value in values if value.day.last >= newest]
    oldest = min(value.day.last for value in values)
    return [value for value in values if value.day.first <= oldest]


def _verdict(leaf: Measurement, limits: Sequence[Range | None], counted: list[_Value], case: Case) -> Finding:
    read = [_read(value, leaf, limits, case) for value in counted]
    by_limit = [[value.verdicts[at] for value in read] for at in range(len(limits))]
    choose = case.settings.choose
    if choose == "any":
        verdict = some(every(value.verdicts) for value in read)
    elif choose == "all":
        verdict = every(every(column) for column in by_limit)
    elif choose in {"min", "max"}:
        verdict = every(
            (some if _reaches(limit, choose) else every)(column) for limit, column in zip(limits, by_limit, strict=True)
        )
    else:
        verdict = every(_agreed(column) for column in by_limit)
    facts = tuple(value.recorded for value in read)
    if verdict != "unknown":
        return Finding(verdict, "value", facts, _said(verdict, facts, limits))
    code, said = next(((value.code, value.said) for value in read if value.code), ("values-differ", ()))
    return Finding("unknown", code, facts, said)


def _said(
    verdict: Verdict, facts: tuple[Recorded, ...], limits: Sequence[Range | None]
) -> tuple[tuple[str, object], ...]:
    """The values that count, and what they are."""
    met = verdict == "met"
    if None in limits:
        found = "what is asked for" if met else "not what is asked for"
    else:
        found = "within the limit" if met else "outside the limit"
    return ("values", ", ".join(dict.fromkeys(_written(one) for one in facts))), ("found", found)


def _written(one: Recorded) -> str:
    assert isinstance(one.fact, MeasurementFact)
    value = one.fact.value_text if one.fact.value is None else f"{one.fact.value:.6g}"
    return " ".join(filter(None, (value, one.fact.unit)))


def _reaches(limit: Range | None, choose: str) -> bool:
    """Whether one value is enough: for the highest value to reach a lower bound, for the lowest an upper one."""
    return limit is not None and (limit.lower is not None if choose == "max" else limit.upper is not None)


def _agreed(verdicts: Sequence[Verdict]) -> Verdict:
    return verdicts[0] if len(set(verdicts)) == 1 else "unknown"


def _read(value: _Value, leaf: Measurement, limits: Sequence[Range | None], case: Case) -> _Value:
    """A value with what each limit says of it."""
    unclear: tuple[Verdict, ...] = tuple("unknown" for _ in limits)
    if not value.sure:
        return value._replace(verdicts=unclear, code="date-unclear")
    one = value.recorded
    assert isinstance(one.fact, MeasurementFact)
    verdicts: list[Verdict] = []
    for limit in limits:
        if limit is None:
            said = _category(one.fact, one, leaf, case)
            return value._replace(verdicts=(said,), code="" if said != "unknown" else "value-unclear")
        bound = limit.lower if limit.lower is not None else limit.upper
        assert bound is not None
        reading = case.values.read(one.fact, one.subject, leaf, bound)
        if reading.code:
            return value._replace(verdicts=unclear, code=reading.code, said=reading.said)
        verdicts.append(inside(reading.number, limit))
        value = value._replace(recorded=one._replace(note=reading.note))
    return value._replace(verdicts=tuple(verdicts), code="inexact" if "unknown" in verdicts else "")


def _category(fact: MeasurementFact, one: Recorded, leaf: Measurement, case: Case) -> Verdict:
    """Whether a value in words is one of those meant; a number may be normal or not by its limits of normal."""
    wanted = {case.vocabulary.value_named(value) for value in leaf.values or ()}
    if fact.value_text is not None:
        said = case.vocabulary.value_named(fact.value_text)
        if said in wanted:
            return "met"
        opposite = {other for pair in knowledge().opposites if said in pair for other in pair if other != said}
        return "not_met" if opposite and wanted <= opposite else "unknown"
    if (
        fact.value is not None
        and (numbers := [number_in(value) for value in leaf.values or ()])
        and None not in numbers
    ):
        return "met" if fact.value in numbers else "not_met"
    place = case.values.place(fact, one.subject)
    places = [knowledge().by_limits.get(value) for value in wanted]
    if place is None or any(known is None for known in places):
        return "unknown"
    return "met" if any(place in known for known in places if known is not None) else "not_met"
