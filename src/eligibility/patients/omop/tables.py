"""The queries: a row for each fact, with the concepts that it names, sorted by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from eligibility.errors import PatientError
from eligibility.patients.data import load
from eligibility.patients.omop.database import Database

Tables = Mapping[str, tuple[str, set[str]]]
_CONCEPTS = ("concept", "source_concept", "answer", "unit")
_PLAIN = ("id", "start", "end", "written", "operator", "number", "text", "unit_written", "low", "high")


class Rules(msgspec.Struct, frozen=True):
    """The sections of `omop.yaml`; what each is for stands there."""

    tables: dict[str, dict[str, str]]
    lists: dict[str, str]
    sexes: dict[int, str]
    operators: dict[int, str]
    family: frozenset[int]
    history: frozenset[int]
    allergy: frozenset[int]


@cache
def rules() -> Rules:
    """What is known, loaded once in a process."""
    return load("omop/omop.yaml", Rules)


class Concept(NamedTuple):
    """A row of the table of concepts; the concept 0 is none."""

    id: int | None
    name: str | None
    vocabulary: str | None
    code: str | None


_NONE = Concept(None, None, None, None)
_NAMED = len(_CONCEPTS)


class Record(NamedTuple):
    """A row of a table of facts; what `omop.yaml` calls its columns, and nulls for those that it does not have."""

    person: int | None
    table: str
    concept: Concept
    source_concept: Concept
    answer: Concept
    unit: Concept
    id: Any
    start: Any
    end: Any
    written: str | None
    operator: int | None
    number: Any
    text: str | None
    unit_written: str | None
    low: Any
    high: Any


class Person(NamedTuple):
    """A row of the table of persons."""

    id: int | None
    sex: int | None
    sex_written: str | None
    year: int | None
    month: int | None
    day: int | None


def persons(database: Database, tables: Tables) -> Iterator[Person]:
    """The persons, sorted by id.

    Raises:
        PatientError: there is no table of persons or of concepts.
    """
    for wanted in ("person", "concept"):
        if wanted not in tables:
            there = ", ".join(sorted(tables)) or "none"
            message = f"no table {wanted!r}: is it OMOP, and in this schema? schema= names another. There are: {there}"
            raise PatientError("no-such-table", message[:1000], place=database.name)
    called, columns = tables["person"]
    names = ("gender_concept_id", "gender_source_value", "year_of_birth", "month_of_birth", "day_of_birth")
    held = ", ".join(name if name in columns else "NULL" for name in names)
    query = f"SELECT CAST(person_id AS BIGINT) AS person, {held} FROM {called} ORDER BY 1"
    return map(Person._make, database.rows(query))


def concepts(database: Database, tables: Tables) -> dict[int, Concept]:
    """The concepts that the facts name, by their id: of all vocabularies only so many that memory holds them."""
    used = " UNION ".join(
        f"SELECT CAST({name} AS BIGINT) AS used FROM {tables[table][0]}"
        for table in rules().tables
        if table in tables
        for what, name in _held(tables, table).items()
        if what in _CONCEPTS
    )
    query = f"SELECT concept_id, concept_name, vocabulary_id, concept_code FROM {tables['concept'][0]}"
    found = map(Concept._make, database.rows(f"{query} WHERE concept_id IN ({used})")) if used else ()
    return {int(one.id): one for one in found if one.id is not None}


def records(database: Database, tables: Tables, table: str, known: Mapping[int, Concept]) -> Iterator[Record]:
    """The facts of a table, sorted by person, then by date; none where the table is not there.

    Args:
        database: the database.
        tables: the tables that it holds.
        table: the table.
        known: the concepts that the facts name.
    """
    if table not in tables:
        return
    held = _held(tables, table)
    named = (f"CAST(fact.{held[what]} AS BIGINT)" if what in held else "NULL" for what in _CONCEPTS)
    plain = (f"fact.{held[what]}" if what in held else "NULL" for what in _PLAIN)
    order = "".join(f", fact.{held[what]}" for what in ("start", "id") if what in held)
    query = (
        f"SELECT CAST(fact.person_id AS BIGINT) AS person, {', '.join((*named, *plain))} "
        f"FROM {tables[table][0]} fact ORDER BY person{order}"
    )
    for person, *row in database.rows(query):
        concepts_of: list[Any] = [
            _NONE if one is None else known.get(one, _NONE._replace(id=one)) for one in row[:_NAMED]
        ]
        yield Record(person, table, *concepts_of, *row[_NAMED:])


def _held(tables: Tables, table: str) -> dict[str, str]:
    """The columns of a table that are there."""
    _, columns = tables[table]
    return {what: name for what, name in rules().tables[table].items() if name in columns}
