"""Conditions, allergies, and the conditions of relatives."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.check import EventFact, Fact
from eligibility.patients.answers import changed
from eligibility.patients.fhir.concepts import code_in, codes_of, day_of, end_of, first, name_of, start_of
from eligibility.patients.fhir.elements import CodeableConcept, Element, Period, Resource
from eligibility.patients.fhir.rules import rules, states_nothing

_LIST = "conditions"
_REFUTED = "refuted"


class Problem(Resource):
    """What conditions and allergies have in common."""

    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    code: CodeableConcept | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    recorded_date: str | None = None


class Stage(Element):
    """A stage of a condition."""

    summary: CodeableConcept | None = None


class Condition(Problem):
    """A diagnosis, symptom or state."""

    severity: CodeableConcept | None = None
    stage: tuple[Stage, ...] = ()
    abatement_date_time: str | None = None
    abatement_period: Period | None = None
    abatement_boolean: bool | None = None


class AllergyIntolerance(Problem):
    """A reaction to a substance, or a risk of one."""

    last_occurrence: str | None = None


class Relative(Element):
    """A condition of a relative."""

    code: CodeableConcept | None = None


class FamilyMemberHistory(Resource):
    """The conditions of a relative."""

    condition: tuple[Relative, ...] = ()


def of_condition(one: Condition, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact of a condition: none if entered in error, a denial if refuted."""
    end = first(one.abatement_date_time, end_of(one.abatement_period), start_of(one.abatement_period))
    qualifiers: dict[str, float | str] = {}
    if severity := name_of(one.severity):
        qualifiers["severity"] = severity.lower()
    if len(one.stage) == 1 and (stage := name_of(one.stage[0].summary)):
        qualifiers["stage"] = stage
    fact = EventFact(name=name_of(one.code), codes=codes_of(one.code), end=end, qualifiers=qualifiers, source=source)
    yield from _problem(one, fact, is_over=bool(one.abatement_boolean))


def of_allergy(one: AllergyIntolerance, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact of an allergy: "allergy to" what it is to.

    The code of a substance is left out, as it is not what the patient has.
    """
    name = name_of(one.code)
    if "allerg" in name.casefold():
        fact = EventFact(name=name, codes=codes_of(one.code), source=source)
    else:
        fact = EventFact(name=f"allergy to {name}" if name else "allergy", source=source)
    yield from _problem(one, fact)


def of_family(one: FamilyMemberHistory, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The facts of a relative's conditions."""
    if states_nothing("FamilyMemberHistory", one.status):
        return
    for condition in one.condition:
        name, codes = name_of(condition.code), codes_of(condition.code)
        yield _LIST, EventFact(name=name, codes=codes, experiencer="family", source=source)


def _problem(one: Problem, fact: EventFact, *, is_over: bool = False) -> Iterator[tuple[str, Fact]]:
    """A fact with what the resource says of when it began, whether it is over, and how sure it is."""
    sureness = code_in(one.verification_status)
    if states_nothing("Condition", sureness):
        return
    if sureness == _REFUTED:
        yield _LIST, changed(fact, absent=True, end=day_of(one.recorded_date))
        return
    start, end = first(one.onset_date_time, start_of(one.onset_period)), first(fact.end, end_of(one.onset_period))
    ended = is_over or code_in(one.clinical_status) in rules().over
    sure = {"certainty": sureness} if sureness in rules().uncertain else {}
    yield (
        _LIST,
        changed(fact, start=start, end=end, ended=ended and end is None, qualifiers={**fact.qualifiers, **sure}),
    )
