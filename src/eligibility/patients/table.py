"""Tables of facts as CSV, one row a fact: one table with a column that says the kind, or a table for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import msgspec
from pydantic import ValidationError

from eligibility.check import EventFact, MeasurementFact, Patient
from eligibility.errors import PatientError, ReadError
from eligibility.patients.columns import chosen, names
from eligibility.patients.gathering import Gathering, Piece
from eligibility.patients.mistakes import mistaken
from eligibility.patients.systems import uri
from eligibility.registries import Row, Source, header, rows
from eligibility.tree import Coding

NAME = "csv"
LOOKS_FOR = "a table whose first line names a column patient_id"

_PERSON = "patient"
_ANCHORS = "anchors"
_MEASUREMENTS = "measurements"
_SUFFIXES = {".csv", ".tsv", ".psv"}

Texts = dict[str, str]


def recognise(source: Source) -> bool:
    """Whether there is a column for the patient, or the name says table."""
    if source.suffix in _SUFFIXES:
        return True
    try:
        chosen(header(source), None, source.name)
    except PatientError:
        return False
    return True


def gather(source: Source, gathering: Gathering, mapping: Mapping[str, str] | None = None) -> Iterator[PatientError]:
    """Takes up the rows of a table; what is no fact comes as its error.

    Raises:
        PatientError: a column is not there.
    """
    columns = chosen(header(source), mapping, source.name)
    of_file = names().kind(PurePath(source.name).name.split(".")[0])
    for row in rows(source, columns.values()):
        if isinstance(row, ReadError):
            yield PatientError(row.code, row.message, place=row.place)
            continue
        texts = {field: text for field, name in columns.items() if (text := row.texts.get(name, "").strip())}
        if not texts:
            continue
        piece = _piece(texts, of_file, row)
        if isinstance(piece, PatientError):
            yield piece
        else:
            gathering.put(piece)


def _piece(texts: Texts, of_file: str | None, row: Row) -> Piece | PatientError:
    if "patient_id" not in texts:
        return _error(row, "no-id", "a row without the id of a patient")
    kind = names().kind(texts["kind"]) if "kind" in texts else of_file
    if kind is None and not texts.keys() & {"name", "code", *names().coded, "value", "value_text"}:
        kind = _PERSON
    if kind is None:
        given = f"there is no kind {texts['kind']!r}" if "kind" in texts else "no column and no file name says the kind"
        return _error(row, "unknown-kind", f"{given}: it is one of {', '.join(names().kinds)}")
    if kind != _PERSON and not texts.keys() & {"name", "code", *names().coded}:
        return _error(row, "no-name", "a row with neither a name nor a code: it does not say of what it is")
    return Piece(texts["patient_id"], kind, _place(row), msgspec.json.encode(texts))


def _error(row: Row, code: str, message: str) -> PatientError:
    return PatientError(code, message, place=_place(row))


def _place(row: Row) -> str:
    return f"{row.name}:{row.place.line}"


def patients(gathering: Gathering) -> Iterator[Patient | PatientError]:
    """The patients, sorted by id; in place of one of whom something cannot be read, all errors of it."""
    for name, pieces in gathering.patients():
        fields: dict[str, Any] = {"patient_id": name, _ANCHORS: {}}
        errors = [error for piece in pieces if (error := _put(piece, fields)) is not None]
        if errors:
            yield from errors
        else:
            yield Patient.model_validate(fields)


def _put(piece: Piece, fields: dict[str, Any]) -> PatientError | None:
    """Puts what a row says into the fields of a patient; gives the error if it makes no sense."""
    texts: Texts = msgspec.json.decode(piece.content)
    try:
        for field, value in _of_person(texts).items():
            if fields.setdefault(field, value) != value:
                raise ValueError(f"{field} is {value!r} here and {fields[field]!r} in another row of the patient")
        if piece.kind == _ANCHORS:
            anchor = Patient(anchors={_anchor(texts): texts.get("date") or texts.get("start", "")})
            fields[_ANCHORS] |= anchor.anchors
        elif piece.kind == _MEASUREMENTS:
            fields.setdefault(piece.kind, []).append(_measurement(texts))
        elif piece.kind != _PERSON:
            fields.setdefault(piece.kind, []).append(_event(texts))
    except (ValueError, ValidationError) as bad:
        return mistaken(bad, piece.place)
    return None


def _of_person(texts: Texts) -> dict[str, str | None]:
    said = {"birth_date": texts.get("birth_date"), "sex": None}
    if "sex" in texts:
        said["sex"] = names().sexes.get(texts["sex"].casefold())
        if said["sex"] is None:
            raise ValueError(f"sex is {texts['sex']!r}: it is one of female, male, other, unknown")
    checked = Patient.model_validate(said)
    return {field: value for field, value in said.items() if value is not None and getattr(checked, field)}


def _anchor(texts: Texts) -> str:
    return "_".join(texts.get("name", "").split())


def _fact(texts: Texts) -> dict[str, Any]:
    codes = [Coding(system=uri(texts.get("code_system", "")), code=texts["code"])] if "code" in texts else []
    codes += [Coding(system=uri(of), code=texts[name]) for name, of in names().coded.items() if name in texts]
    return {"name": texts.get("name", ""), "codes": codes, "source": texts.get("source")}


def _measurement(texts: Texts) -> MeasurementFact:
    value, written = _number(texts.get("value")), texts.get("value_text")
    return MeasurementFact.model_validate(
        {
            **_fact(texts),
            "value": value,
            "value_text": written or (texts.get("value") if value is None else None),
            "unit": texts.get("unit"),
            "date": texts.get("date") or texts.get("start"),
            "lower_limit": texts.get("lower_limit"),
            "upper_limit": texts.get("upper_limit"),
        }
    )


def _event(texts: Texts) -> EventFact:
    said = {kind: texts[kind] for kind in ("severity", "grade", "stage") if kind in texts}
    return EventFact.model_validate(
        {
            **_fact(texts),
            "start": texts.get("start") or texts.get("date"),
            "end": texts.get("end"),
            "ended": _flag(texts, "ended"),
            "absent": _flag(texts, "absent"),
            "experiencer": texts.get("experiencer", "patient").casefold(),
            "qualifiers": {kind: text if (number := _number(text)) is None else number for kind, text in said.items()},
        }
    )


def _flag(texts: Texts, field: str) -> bool:
    written = texts.get(field, "no")
    if written.casefold() not in names().flags:
        raise ValueError(f"{field} is {written!r}: say yes or no")
    return names().flags[written.casefold()]


def _number(written: str | None) -> float | None:
    """A number in figures; what else stands there is words."""
    try:
        return float(written) if written and not written.strip("+-.0123456789eE") else None
    except ValueError:
        return None
