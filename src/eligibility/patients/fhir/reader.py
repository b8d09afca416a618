"""Patients from resources: all of a source is read first, since what is said of a patient may stand anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from pydantic import ValidationError

from eligibility.check import Fact, Patient
from eligibility.errors import PatientError, ReadError
from eligibility.patients.fhir.concepts import day_of
from eligibility.patients.fhir.elements import Resource
from eligibility.patients.fhir.entries import Entry, entries
from eligibility.patients.fhir.resources import KINDS, SHARED, facts_of
from eligibility.patients.gathering import Gathering, Piece
from eligibility.patients.mistakes import mistaken
from eligibility.registries import Source, values

NAME = "fhir"
LOOKS_FOR = "JSON with a resourceType: bundles, or resources one a line (ndjson)"

_SIGN = '"resourceType"'
_PATIENT = "Patient"


class _Person(Resource):
    gender: Literal["female", "male", "other", "unknown"] | None = None
    birth_date: str | None = None


def recognise(source: Source) -> bool:
    """Whether the beginning is JSON that names a type of resource, or the name ends in .ndjson."""
    return source.head.lstrip()[:1] in {"{", "["} and (_SIGN in source.head or source.suffix == ".ndjson")


def gather(source: Source, gathering: Gathering) -> Iterator[PatientError]:
    """Takes up the resources of a source; what is none comes as its error."""
    for document in values(source):
        for entry in (document,) if isinstance(document, ReadError) else entries(document):
            if isinstance(entry, ReadError):
                yield PatientError(entry.code, entry.message, place=entry.place)
            elif (error := _take_up(entry, gathering)) is not None:
                yield error


def _take_up(entry: Entry, gathering: Gathering) -> PatientError | None:
    label = f"{entry.kind}/{entry.id}"
    if entry.kind in SHARED and entry.id:
        gathering.share(label, entry.content)
    if entry.kind != _PATIENT and (entry.kind not in KINDS or (entry.kind in SHARED and entry.subject is None)):
        return None
    if entry.kind == _PATIENT:
        for identifier in entry.identifiers:
            gathering.also_known_as(identifier, entry.id)
    if entry.subject is None:
        return None if _is_of_others(entry.content) else _without_subject(entry)
    if not entry.subject:
        return PatientError("no-id", "a patient without an id: nothing can refer to it; give it one", place=entry.place)
    name = label if entry.id and entry.kind != _PATIENT else ""
    gathering.put(Piece(entry.subject, entry.kind, entry.place, entry.content, name, entry.updated))
    return None


class _Subject(msgspec.Struct):
    subject: msgspec.Raw = msgspec.Raw()
    patient: msgspec.Raw = msgspec.Raw()


def _is_of_others(content: bytes) -> bool:
    """Whether a resource is of a group, a place, a device, and not of a patient."""
    found = msgspec.json.decode(content, type=_Subject)
    return b'"reference"' in bytes(found.subject) + bytes(found.patient)


def _without_subject(entry: Entry) -> PatientError:
    message = "it does not say of which patient it is: give it a subject"
    return PatientError("no-subject", message, place=entry.place)


def patients(gathering: Gathering) -> Iterator[Patient | PatientError]:
    """The patients, sorted by id; in place of one of whom something cannot be read, all errors of it."""
    for name, pieces in gathering.patients():
        errors: list[PatientError] = []
        patient = _patient(name, pieces, gathering, errors)
        if errors:
            yield from errors
        elif patient is not None:
            yield patient


def _patient(name: str, pieces: list[Piece], gathering: Gathering, errors: list[PatientError]) -> Patient | None:
    persons = [piece for piece in pieces if piece.kind == _PATIENT]
    if not persons:
        message = f"there is no resource Patient/{name}, and {len(pieces)} of the source are about it: add it"
        errors.append(PatientError("no-patient", message, place=pieces[0].place))
        return None
    fields: dict[str, list[Fact]] = {}
    for piece in pieces:
        if piece.kind == _PATIENT:
            continue
        source = piece.name or None
        try:
            for kind, fact in facts_of(piece.kind, piece.content, source, gathering.shared):
                fields.setdefault(kind, []).append(fact)
        except (msgspec.ValidationError, ValidationError, ValueError) as bad:
            errors.append(mistaken(bad, piece.place))
    try:
        person = _person(persons)
        return Patient.model_validate(
            {"patient_id": name, "birth_date": day_of(person.birth_date), "sex": person.gender, **fields}
        )
    except (msgspec.ValidationError, ValidationError, ValueError) as bad:
        errors.append(mistaken(bad, persons[-1].place))
        return None


def _person(pieces: list[Piece]) -> _Person:
    """The latest version of a Patient resource.

    Raises:
        ValueError: there are several, of other people, and none is the latest.
    """
    latest = max(piece.version for piece in pieces)
    found = [msgspec.json.decode(piece.content, type=_Person) for piece in pieces if piece.version == latest]
    if len({(one.birth_date, one.gender) for one in found}) > 1:
        raise ValueError("another Patient resource of this id has another date of birth or sex: are they two people?")
    return found[-1]
