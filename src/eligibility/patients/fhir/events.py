"""Procedures, visits and devices."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.check import EventFact, Fact
from eligibility.patients.fhir.concepts import codes_of, day_of, end_of, first, name_of, start_of
from eligibility.patients.fhir.drugs import Contained, Lookup
from eligibility.patients.fhir.elements import (
    CodeableConcept,
    CodeableReference,
    Coding,
    Element,
    Period,
    Reference,
    Resource,
    Timing,
)
from eligibility.patients.fhir.rules import states_nothing
from eligibility.patients.naming import visit_named


class Procedure(Resource):
    """An operation, therapy or examination."""

    code: CodeableConcept | None = None
    performed_date_time: str | None = None
    performed_period: Period | None = None
    performed_string: str | None = None
    occurrence_date_time: str | None = None
    occurrence_period: Period | None = None


class Encounter(Resource, rename={"class_": "class", "resource_type": "resourceType", "actual_period": "actualPeriod"}):
    """A stay or a contact."""

    class_: Coding | tuple[CodeableConcept, ...] | None = None
    type: tuple[CodeableConcept, ...] = ()
    period: Period | None = None
    actual_period: Period | None = None


class DeviceName(Element):
    """A name of a device."""

    name: str | None = None
    value: str | None = None


class Device(Resource):
    """An implant or aid that R4 assigns to a patient."""

    type: CodeableConcept | tuple[CodeableConcept, ...] | None = None
    device_name: tuple[DeviceName, ...] = ()
    name: tuple[DeviceName, ...] = ()


class DeviceUse(Resource):
    """The use of a device: DeviceUseStatement in R4, DeviceUsage in R5."""

    contained: tuple[Contained, ...] = ()
    device: CodeableReference | None = None
    timing_date_time: str | None = None
    timing_period: Period | None = None
    timing_timing: Timing | None = None


def of_procedure(one: Procedure, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact that a procedure was done."""
    if states_nothing("Procedure", one.status):
        return
    periods = (one.performed_period, one.occurrence_period)
    day = first(one.performed_date_time, one.occurrence_date_time)
    start = first(day, *map(start_of, periods))
    yield "procedures", _fact(one.code, start, first(*map(end_of, periods)), source)


def of_encounter(one: Encounter, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact of a visit: of what type, or else of what class."""
    if states_nothing("Encounter", one.status):
        return
    class_ = one.class_
    coded = (CodeableConcept(coding=(class_,)),) if isinstance(class_, Coding) else class_ or ()
    concepts = [concept for concept in (*one.type, *coded) if name_of(concept) or codes_of(concept)]
    period = one.period or one.actual_period
    codes = tuple(dict.fromkeys(code for concept in concepts for code in codes_of(concept)))
    kinds = (visit_named(coding.code) for concept in coded for coding in concept.coding)
    name = next(filter(None, (*kinds, *map(name_of, concepts))), "")
    yield "visits", EventFact(name=name, codes=codes, start=start_of(period), end=end_of(period), source=source)


def of_device(one: Device, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The fact that a patient has a device, since nobody says when."""
    if not states_nothing("Device", one.status):
        yield "devices", _fact(device_type(one), None, None, source)


def device_type(one: Device) -> CodeableConcept | None:
    """What a device is; R5 may give several types, of which the first counts."""
    names = (words for named in (*one.device_name, *one.name) if (words := named.name or named.value))
    type_ = next(iter(one.type), None) if isinstance(one.type, tuple) else one.type
    return type_ if type_ is not None else CodeableConcept(text=next(names, None))


def of_device_use(one: DeviceUse, source: str | None, lookup: Lookup) -> Iterator[tuple[str, Fact]]:
    """The fact that a device is used."""
    if states_nothing(one.resource_type, one.status):
        return
    start = first(one.timing_date_time, start_of(one.timing_period))
    yield "devices", _fact(_device(one.device, lookup), start, end_of(one.timing_period), source)


def _device(given: CodeableReference | None, lookup: Lookup) -> CodeableConcept | None:
    if given is None or given.concept is not None:
        return given.concept if given is not None else None
    reference = given.reference
    name = reference.reference if isinstance(reference, Reference) else reference
    words = reference.display if isinstance(reference, Reference) else given.display
    return lookup(name or "") or CodeableConcept(text=words)


def _fact(of: CodeableConcept | None, start: str | None, end: str | None, source: str | None) -> EventFact:
    return EventFact(name=name_of(of), codes=codes_of(of), start=day_of(start), end=day_of(end), source=source)
