"""The library's own JSON: a `Patient`, an array of them, or one a line."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.check import Patient
from eligibility.errors import PatientError, ReadError
from eligibility.registries import Document, Source, values

NAME = "json"
LOOKS_FOR = "JSON of a patient as the guide to checking a patient shows it, or one a line"

_MANIFEST = {"transactionTime", "output"}


def recognise(source: Source) -> bool:
    """Whether the beginning is JSON, or the name says so."""
    return source.head.lstrip()[:1] in {"{", "["} or source.suffix in {".json", ".jsonl"}


def read(source: Source) -> Iterator[Patient | PatientError]:
    """The patients; in the place of one that is none, its error. The manifest of a bulk export is passed over."""
    for document in values(source):
        if isinstance(document, ReadError):
            yield PatientError(document.code, document.message, place=document.place)
        elif not _is_manifest(document):
            yield _patient(document)


def _patient(document: Document) -> Patient | PatientError:
    try:
        return Patient.from_json(document.text, place=document.error("", "").place or document.name)
    except PatientError as error:
        return error


def _is_manifest(document: Document) -> bool:
    if '"transactionTime"' not in document.text:
        return False
    try:
        names = msgspec.json.decode(document.text, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return names.keys() >= _MANIFEST
