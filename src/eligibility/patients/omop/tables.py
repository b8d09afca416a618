"""The queries: a row for each fact, with the concepts that it names, sorted by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, repeat
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


def records(database: Database, tables: Tables, table: str) -> Iterator[Record]:
    """The facts of a table, sorted by person, then by date; none where the table is not there."""
    if table not in tables:
        return iter(())
    called, columns = tables[table]
    held = {what: name for what, name in rules().tables[table].items() if name in columns}
    joined = [what for what in _CONCEPTS if what in held]
    shown = chain.from_iterable(
        [f"{what}.concept_id", f"{what}.concept_name", f"{what}.vocabulary_id", f"{what}.concept_code"]
        if what in joined
        else repeat("NULL", 4)
        for what in _CONCEPTS
    )
    plain = (f"fact.{held[what]}" if what in held else "NULL" for what in _PLAIN)
    concepts, _ = tables["concept"]
    joins = " ".join(f"LEFT JOIN {concepts} {what} ON {what}.concept_id = fact.{held[what]}" for what in joined)
    order = ", ".join(f"fact.{held[what]}" for what in ("start", "id") if what in held)
    query = (
        f"SELECT CAST(fact.person_id AS BIGINT) AS person, {', '.join((*shown, *plain))} FROM {called} fact {joins} "
        f"ORDER BY 1{', ' if order else ''}{order}"
    )
    return (_record(table, row) for row in database.rows(query))


def _record(table: str, row: tuple[Any, ...]) -> Record:
    after = 1 + 4 * len(_CONCEPTS)
    concepts: list[Any] = [Concept(*row[at : at + 4]) for at in range(1, after, 4)]
    return Record(row[0], table, *concepts, *row[after:])
