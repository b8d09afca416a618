"""What a coded answer says of a patient: yes, no, or a state with a name of its own."""

from __future__ import annotations

from functools import cache

from eligibility.check import EventFact
from eligibility.patients.naming import StatedBy, naming
from eligibility.patients.systems import uri
from eligibility.tree import Coding


def holds(codes: tuple[Coding, ...], words: str | None) -> bool | None:
    """Whether an answer says yes or no; None where it says something else.

    Example:
        >>> holds((Coding(system="http://loinc.org", code="LA32-8"),), None), holds((), "Yes"), holds((), "Perhaps")
        (False, True, None)
    """
    for coding in codes:
        if (known := _answers().get((coding.system, coding.code))) is not None:
            return known
    return _words().get(words.strip().casefold()) if words else None


def stated(
    asked: EventFact, answer: str | None, codes: tuple[Coding, ...], day: str | None, source: str | None
) -> EventFact:
    """The fact that an answer states.

    Args:
        asked: what was asked, as a fact.
        answer: the answer in words.
        codes: the same in published systems.
        day: the day of the answer.
        source: where it comes from.
    """
    said = holds(codes, answer)
    if said is not None:
        return asked if said else denied(asked)
    state = next((_states()[pair] for one in codes if (pair := (one.system, one.code)) in _states()), None)
    if state is None:
        return EventFact(name=answer or "", codes=codes, start=day, source=source)
    fact = EventFact(name=state.name, codes=codes if state.holds else (), start=day, source=source)
    if not state.holds:
        return denied(fact)
    return changed(fact, start=None, ended=True) if state.over else fact


def denied(fact: EventFact) -> EventFact:
    """The fact that something was not so up to the day on which it was asked."""
    return changed(fact, absent=True, start=None, end=fact.end or fact.start)


def changed(fact: EventFact, **fields: object) -> EventFact:
    """A fact with other fields, which are checked as those of any fact are."""
    return EventFact.model_validate({**dict(fact), **fields})


@cache
def _answers() -> dict[tuple[str, str], bool]:
    return {(uri(system), code): one.holds for one in naming().answers for system, code in one.codes.items()}


@cache
def _words() -> dict[str, bool]:
    return {word: one.holds for one in naming().answers for word in one.words}


@cache
def _states() -> dict[tuple[str, str], StatedBy]:
    snomed = {(uri("SNOMED"), code): one for one in naming().states for code in one.snomed}
    return snomed | {(uri("LOINC"), code): one for one in naming().states for code in one.loinc}
