"""The types of resources that state facts, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import msgspec

from eligibility.check import Fact
from eligibility.patients.fhir import conditions, drugs, events, observation
from eligibility.patients.fhir.elements import CodeableConcept

Facts = Iterator[tuple[str, Fact]]
Lookup = drugs.Lookup
SHARED = frozenset({"Medication", "Device"})
"""Types that other resources refer to for what a medicine or a device is."""


class Kind(NamedTuple):
    """How a type of resource is read.

    Attributes:
        model: what is read of it.
        facts: the facts that it states.
    """

    model: type[Any]
    facts: Callable[[Any, str | None, Lookup], Facts]


def _alone(facts: Callable[[Any, str | None], Facts]) -> Callable[[Any, str | None, Lookup], Facts]:
    return lambda one, source, _: facts(one, source)


KINDS = {
    "Observation": Kind(observation.Observation, _alone(observation.facts)),
    "Condition": Kind(conditions.Condition, _alone(conditions.of_condition)),
    "AllergyIntolerance": Kind(conditions.AllergyIntolerance, _alone(conditions.of_allergy)),
    "FamilyMemberHistory": Kind(conditions.FamilyMemberHistory, _alone(conditions.of_family)),
    "MedicationRequest": Kind(drugs.MedicationRequest, drugs.of_request),
    "MedicationStatement": Kind(drugs.MedicationStatement, drugs.of_statement),
    "MedicationUsage": Kind(drugs.MedicationStatement, drugs.of_statement),
    "MedicationAdministration": Kind(drugs.MedicationAdministration, drugs.of_administration),
    "MedicationDispense": Kind(drugs.MedicationDispense, drugs.of_dispense),
    "Immunization": Kind(drugs.Immunization, _alone(drugs.of_immunization)),
    "Procedure": Kind(events.Procedure, _alone(events.of_procedure)),
    "Encounter": Kind(events.Encounter, _alone(events.of_encounter)),
    "Device": Kind(events.Device, _alone(events.of_device)),
    "DeviceUseStatement": Kind(events.DeviceUse, events.of_device_use),
    "DeviceUsage": Kind(events.DeviceUse, events.of_device_use),
}
"""By type; resources of other types state nothing that criteria ask for."""


_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {}
"""By model; there are as many as models."""


class _Medication(msgspec.Struct):
    code: CodeableConcept | None = None


def facts_of(
    kind: str, content: bytes, source: str | None, lookup: Callable[[str], bytes | None]
) -> list[tuple[str, Fact]]:
    """The facts of a resource, each with the list of `Patient` that it is for.

    Args:
        kind: the type of the resource.
        content: the resource.
        source: what the facts give as where they come from.
        lookup: the content of a resource that is referred to as "Type/id"; None where it is not there.

    Raises:
        ValueError: an element is not of the type that FHIR says, or a fact makes no sense.
    """
    one = _decoder(KINDS[kind].model).decode(content)
    return list(KINDS[kind].facts(one, source, partial(_code, lookup)))


def _code(lookup: Callable[[str], bytes | None], reference: str) -> CodeableConcept | None:
    """What a medicine or a device is that another resource describes."""
    name = "/".join(reference.partition("/_history/")[0].rsplit("/", 2)[-2:])
    content = lookup(name)
    if content is None:
        return None
    if name.startswith("Device/"):
        return events.device_type(_decoder(events.Device).decode(content))
    code: CodeableConcept | None = _decoder(_Medication).decode(content).code
    return code


def _decoder(model: type[Any]) -> msgspec.json.Decoder[Any]:
    decoder = _DECODERS.get(model)
    return _DECODERS.setdefault(model, msgspec.json.Decoder(model)) if decoder is None else decoder
