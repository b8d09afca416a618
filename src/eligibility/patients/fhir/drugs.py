"""Medicines: prescribed, taken, given, handed out; and vaccines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain

from eligibility.check import EventFact, Fact
from eligibility.patients.answers import changed, denied
from eligibility.patients.fhir.concepts import bounds_of, codes_of, day_of, end_of, first, name_of, start_of
from eligibility.patients.fhir.elements import (
    CodeableConcept,
    CodeableReference,
    Element,
    Period,
    Quantity,
    Reference,
    Resource,
    Timing,
)
from eligibility.patients.fhir.rules import rules, states_nothing
from eligibility.patients.naming import ingredients

_LIST = "drugs"
_NOT_TAKEN = {"not-taken", "not-taking"}

Lookup = Callable[[str], CodeableConcept | None]
"""The code of a resource that is referred to, such as a Medication; None where it is not there."""


class Dosage(Element):
    """When a medicine is taken."""

    timing: Timing | None = None


class Dispense(Element):
    """For when a medicine may be handed out."""

    validity_period: Period | None = None


class Adherence(Element):
    """Whether a medicine is taken (R5)."""

    code: CodeableConcept | None = None


class Contained(Element):
    """A resource inside another one."""

    id: str | None = None
    code: CodeableConcept | None = None


class Medicine(Resource):
    """What all resources about medicines have between them."""

    contained: tuple[Contained, ...] = ()
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    medication: CodeableReference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None


class MedicationRequest(Medicine):
    """A prescription."""

    intent: str | None = None
    do_not_perform: bool = False
    authored_on: str | None = None
    status_changed: str | None = None
    dosage_instruction: tuple[Dosage, ...] = ()
    dispense_request: Dispense | None = None


class MedicationStatement(Medicine):
    """What a patient takes, or does not."""

    adherence: Adherence | None = None


class MedicationAdministration(Medicine):
    """A medicine that was given; R5 spells "occurence" so."""

    occurence_date_time: str | None = None
    occurence_period: Period | None = None


class MedicationDispense(Medicine):
    """A medicine that was handed out."""

    when_prepared: str | None = None
    when_handed_over: str | None = None
    days_supply: Quantity | None = None


class Immunization(Resource):
    """A vaccine that was given."""

    vaccine_code: CodeableConcept | None = None
    occurrence_date_time: str | None = None


def of_request(one: MedicationRequest, source: str | None, lookup: Lookup) -> Iterator[tuple[str, Fact]]:
    """The fact of a prescription, from the day it was written on unless it says when the medicine is to be taken."""
    if states_nothing(one.resource_type, one.status) or one.do_not_perform or one.intent in rules().not_ordered:
        return
    bounds = bounds_of(dosage.timing for dosage in one.dosage_instruction)
    valid = one.dispense_request.validity_period if one.dispense_request is not None else None
    start = first(start_of(bounds), one.authored_on, start_of(valid))
    end = first(end_of(bounds), end_of(valid), one.status_changed if one.status in rules().over else None)
    yield from _drugs(one, start, end, source, lookup)


def of_statement(one: MedicationStatement, source: str | None, lookup: Lookup) -> Iterator[tuple[str, Fact]]:
    """The fact that a medicine is taken; that it is not, where the resource says so."""
    if states_nothing(one.resource_type, one.status):
        return
    start = first(one.effective_date_time, start_of(one.effective_period))
    end = end_of(one.effective_period)
    adherence = one.adherence.code if one.adherence is not None else None
    codes = {coding.code for coding in adherence.coding} if adherence is not None else set()
    if one.status in _NOT_TAKEN or not codes.isdisjoint(_NOT_TAKEN):
        for kind, fact in _drugs(one, start, end, source, lookup):
            yield kind, denied(fact) if end is None else changed(fact, absent=True)
    else:
        yield from _drugs(one, start, end, source, lookup)


def of_administration(one: MedicationAdministration, source: str | None, lookup: Lookup) -> Iterator[tuple[str, Fact]]:
    """The fact that a medicine was given, on a day or over a time."""
    if states_nothing(one.resource_type, one.status):
        return
    periods = (one.effective_period, one.occurence_period)
    day = first(one.effective_date_time, one.occurence_date_time)
    start = first(day, *map(start_of, periods))
    yield from _drugs(one, start, first(day, *map(end_of, periods)), source, lookup)


def of_dispense(one: MedicationDispense, source: str | None, lookup: Lookup) -> Iterator[tuple[str, Fact]]:
    """The fact that a medicine was handed out, taken for as many days as it lasts."""
    if states_nothing(one.resource_type, one.status):
        return
    start = first(one.when_handed_over, one.when_prepared)
    yield from _drugs(one, start, _after(start, one.days_supply), source, lookup)


def of_immunization(one: Immunization, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact that a vaccine was given."""
    if not states_nothing(one.resource_type, one.status):
        day = day_of(one.occurrence_date_time)
        name, codes = name_of(one.vaccine_code), codes_of(one.vaccine_code)
        yield _LIST, EventFact(name=name, codes=codes, start=day, end=day, source=source)


def _drugs(
    one: Medicine, start: str | None, end: str | None, source: str | None, lookup: Lookup
) -> Iterator[tuple[str, EventFact]]:
    """A fact for each ingredient."""
    concept = _medicine(one, lookup)
    ended = end is None and one.status in rules().over
    for name in ingredients(name_of(concept)):
        yield (
            _LIST,
            EventFact(name=name, codes=codes_of(concept), start=start, end=end, ended=ended, source=source),
        )


def _medicine(one: Medicine, lookup: Lookup) -> CodeableConcept | None:
    """The code of the medicine: here, inside, or in another resource; or else what the reference calls it."""
    given = one.medication
    if one.medication_codeable_concept is not None:
        return one.medication_codeable_concept
    if given is not None and given.concept is not None:
        return given.concept
    reference = given.reference if given is not None else one.medication_reference
    if not isinstance(reference, Reference):
        return None
    name = reference.reference or ""
    inside = chain(one.contained if name.startswith("#") else ())
    code = next((held.code for held in inside if held.id == name[1:]), None) or lookup(name)
    return code or CodeableConcept(text=reference.display)


def _after(start: str | None, supply: Quantity | None) -> str | None:
    try:
        if start is None or supply is None or supply.value is None:
            return None
        return (date.fromisoformat(start) + timedelta(days=max(supply.value - 1, 0))).isoformat()
    except (ValueError, OverflowError):
        return None
