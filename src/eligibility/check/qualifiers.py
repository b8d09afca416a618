"""Whether a fact fits what a leaf says further: how severe, which grade, how long."""

from __future__ import annotations

from eligibility.check.calendar import Days, Frame, frame_of, overlap
from eligibility.check.finding import Recorded
from eligibility.check.intervals import exactly, inside
from eligibility.check.kleene import Verdict
from eligibility.check.knowledge import knowledge
from eligibility.check.patient import EventFact
from eligibility.tree import Occurrence, Qualifier, Range, Window


def fits(leaf: Occurrence, one: Recorded, today: Days) -> tuple[Verdict, str]:
    """Whether a fact has the qualifiers of a leaf, and the kinds of those of which nothing is on record."""
    unchecked: list[str] = []
    for kind, verdict in _each(leaf, one, today):
        if verdict == "not_met":
            return "not_met", kind
        if verdict == "unknown":
            unchecked.append(kind)
    return ("unknown", ", ".join(unchecked)) if unchecked else ("met", "")


def _each(leaf: Occurrence, one: Recorded, today: Days) -> list[tuple[str, Verdict]]:
    assert isinstance(one.fact, EventFact)
    recorded = one.fact.qualifiers
    said = [("severity", _in_words(recorded.get("severity"), {leaf.severity}))] if leaf.severity else []
    for qualifier in leaf.qualifiers:
        if qualifier.kind == "count" or _is_vacuous(qualifier, timed=leaf.window is not None):
            continue
        if qualifier.kind == "duration" and "duration" not in recorded:
            said.append((qualifier.kind, _lasted(qualifier.range, one, today)))
        else:
            said.append((qualifier.kind, _recorded(qualifier, recorded.get(qualifier.kind))))
    return said


def _is_vacuous(qualifier: Qualifier, *, timed: bool) -> bool:
    """Whether it limits nothing: not at all, or not beside the time that the leaf has."""
    said, known = qualifier.as_written.text.casefold(), knowledge()
    return said in known.vacuous.get(qualifier.kind, ()) or (timed and said in known.timed.get(qualifier.kind, ()))


def _recorded(qualifier: Qualifier, value: float | str | None) -> Verdict:
    if isinstance(value, float) and qualifier.range is not None:
        return inside(exactly(value), qualifier.range)
    written = qualifier.as_written
    return _in_words(value, {written.text, *(written.values or ())})


def _in_words(value: float | str | None, wanted: set[str]) -> Verdict:
    if not isinstance(value, str):
        return "unknown"
    return "met" if value.casefold().strip() in {word.casefold().strip() for word in wanted} else "not_met"


def _lasted(limit: Range | None, one: Recorded, today: Days) -> Verdict:
    """Whether something has lasted so long, up to its end or the day of checking."""
    assert isinstance(one.fact, EventFact)
    if limit is None or one.fact.start is None:
        return "unknown"
    is_open = one.fact.end is None and not one.fact.ended
    until = today if is_open else Days(min(one.end.first, today.first), min(one.end.last, today.first))
    window = Window(text="", span=(0, 0), direction="before", distance=limit)
    frame: Frame | None = frame_of(window, until)
    return "unknown" if frame is None else overlap(one.start, one.start, frame)
