"""What elements of FHIR say, as facts hold it: names, codes, dates."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.patients.fhir.elements import CodeableConcept, Period, Timing
from eligibility.patients.naming import plain
from eligibility.patients.systems import uri
from eligibility.tree import Coding


def name_of(concept: CodeableConcept | None) -> str:
    """A concept in words: its text, or else the first display of its codes."""
    if concept is None:
        return ""
    displays = (coding.display for coding in concept.coding)
    return plain(next((words for words in (concept.text, *displays) if words and words.strip()), ""))


def codes_of(concept: CodeableConcept | None) -> tuple[Coding, ...]:
    """The codes of a concept, each once; a code without its system says nothing."""
    if concept is None:
        return ()
    return tuple(
        dict.fromkeys(
            Coding(system=uri(one.system), code=one.code, display=one.display)
            for one in concept.coding
            if one.system and one.code
        )
    )


def code_in(concept: CodeableConcept | None) -> str:
    """The first code of a concept from a value set of FHIR itself: a status, a category."""
    return next((one.code for one in concept.coding if one.code), "") if concept is not None else ""


def codes_in(concepts: Iterable[CodeableConcept]) -> set[str]:
    """All codes of some concepts from value sets of FHIR itself."""
    return {one.code for concept in concepts for one in concept.coding if one.code}


def first(*dates: str | None) -> str | None:
    """The first date that is there."""
    return next((day for date in dates if (day := day_of(date)) is not None), None)


def day_of(date: str | None) -> str | None:
    """The day of a date or a time, in the zone in which it is written; partial as it is."""
    written = (date or "").strip()
    return (written[:10] if written[10:11] == "T" else written) or None


def start_of(period: Period | None) -> str | None:
    """When a period began."""
    return None if period is None else day_of(period.start)


def end_of(period: Period | None) -> str | None:
    """When a period ended."""
    return None if period is None else day_of(period.end)


def bounds_of(timings: Iterable[Timing | None]) -> Period:
    """The first period to which some timings are bound."""
    repeats = (timing.repeat for timing in timings if timing is not None and timing.repeat is not None)
    return next((one.bounds_period for one in repeats if one.bounds_period is not None), Period())
