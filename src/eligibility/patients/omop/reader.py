"""Patients from the tables, which are read side by side in the order of persons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eligibility.check import Patient
from eligibility.errors import PatientError
from eligibility.patients.mistakes import mistaken
from eligibility.patients.omop.database import Database, tables
from eligibility.patients.omop.facts import facts, source_of
from eligibility.patients.omop.in_duckdb import DuckDB, is_file, is_folder
from eligibility.patients.omop.in_postgres import PostgreSQL, is_url
from eligibility.patients.omop.tables import Person, Record, concepts, persons, records, rules

NAME = "omop"
LOOKS_FOR = "a DuckDB file, a folder with a file person.csv or person.parquet, or postgresql://..."

_SEX_WORDS = {"f": "female", "female": "female", "m": "male", "male": "male"}


def recognise(source: object) -> bool:
    """Whether a source is a database, or a folder of its tables."""
    if is_url(source):
        return True
    if not isinstance(source, str | os.PathLike):
        return False
    path = Path(source)
    return is_folder(path) if _is_folder(path) else is_file(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except ValueError:
        return False


def patients(source: object, schema: str | None = None) -> Iterator[Patient | PatientError]:
    """The patients, sorted by `person_id`; in place of one of whom something cannot be read, all errors of it.

    Raises:
        PatientError: there is no such database, or no such table.
    """
    with closing(opened(source)) as database:
        yield from _of(database, schema)


def opened(source: object) -> DuckDB | PostgreSQL:
    """The database that a path or a URL leads to.

    Raises:
        PatientError: there is none, or it cannot be opened.
    """
    if is_url(source):
        return PostgreSQL(source)
    if isinstance(source, str | os.PathLike):
        return DuckDB(Path(source))
    raise PatientError("no-database", "OMOP is read from a path or a URL: give one in place of an open file")


def _of(database: Database, schema: str | None) -> Iterator[Patient | PatientError]:
    held = tables(database, schema)
    people = persons(database, held)
    known = concepts(database, held)
    streams = [_Stream(records(database, held, table, known)) for table in rules().tables]
    for person in people:
        rows = []
        for stream in streams:
            yield from (_orphan(record, database) for record in stream.before(person.id))
            rows += stream.of(person.id)
        yield from _patient(person, rows, database)
    for stream in streams:
        yield from (_orphan(record, database) for record in stream.before(None))


class _Stream:
    """The rows of a table, taken person by person."""

    def __init__(self, rows: Iterator[Record]) -> None:
        self._groups = groupby(rows, key=lambda record: record.person)
        self._next()

    def _next(self) -> None:
        person, rows = next(self._groups, (None, iter(())))
        self._person, self._rows = person, list(rows)

    def of(self, person: int | None) -> list[Record]:
        """The rows of a person."""
        if not self._rows or self._person != person or person is None:
            return []
        rows = self._rows
        self._next()
        return rows

    def before(self, person: int | None) -> Iterator[Record]:
        """The first row of each of those before a person, who are not in the table of persons; None is the end."""
        while self._rows and (person is None or (self._person is not None and self._person < person)):
            yield self._rows[0]
            self._next()


def _orphan(record: Record, database: Database) -> PatientError:
    message = f"rows are of person_id {record.person}, who is not in the table of persons: add the row or remove them"
    return PatientError("no-patient", message, place=f"{database.name} {source_of(record)}")


def _patient(person: Person, rows: list[Record], database: Database) -> Iterator[Patient | PatientError]:
    fields: dict[str, list[Any]] = {}
    errors: list[PatientError] = []
    for record in rows:
        try:
            for kind, fact in facts(record):
                fields.setdefault(kind, []).append(fact)
        except (ValidationError, ValueError, ArithmeticError, TypeError) as bad:
            errors.append(mistaken(bad, f"{database.name} {source_of(record)}"))
    try:
        patient = Patient.model_validate(
            {"patient_id": str(person.id), "birth_date": _birth(person), "sex": _sex(person), **fields}
        )
    except (ValidationError, ValueError, TypeError) as bad:
        errors.append(mistaken(bad, f"{database.name} person/{person.id}"))
    if errors:
        yield from errors
    else:
        yield patient


def _birth(person: Person) -> str | None:
    """The date of birth, as far as it is known."""
    if person.year is None:
        return None
    parts = [f"{int(person.year):04}"]
    for part in (person.month, person.day):
        if part is None:
            break
        parts.append(f"{int(part):02}")
    return "-".join(parts)


def _sex(person: Person) -> str | None:
    known = rules().sexes.get(int(person.sex or 0))
    return known or _SEX_WORDS.get((person.sex_written or "").strip().casefold())
