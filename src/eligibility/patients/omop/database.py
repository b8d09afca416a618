"""What is asked of a database that holds the OMOP common data model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from eligibility.errors import PatientError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_$]{0,62}", re.ASCII)
Row = tuple[Any, ...]


class Database(Protocol):
    """An open database.

    Attributes:
        name: what errors call it; no password is in it.
    """

    name: str

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, of which a batch at a time is held; several may be read in turns.

        Raises:
            PatientError: the database cannot answer.
        """

    def close(self) -> None:
        """Closes it."""


def tables(database: Database, schema: str | None) -> dict[str, tuple[str, set[str]]]:
    """The tables that a database holds: of each how queries call it, and its columns, all in lower case.

    Args:
        database: the database.
        schema: the schemas to look in, the first one first, between commas; None is the database's own default.

    Raises:
        PatientError: a schema has no name that is one.
    """
    named = _schemas(schema)
    wanted = ", ".join(f"'{one}'" for one in named) or "current_schema()"
    query = (
        "SELECT table_schema, table_name, column_name FROM information_schema.columns "
        f"WHERE table_schema IN ({wanted}) ORDER BY table_schema, table_name, ordinal_position"
    )
    found: dict[str, tuple[str, set[str]]] = {}
    for of, table, column in sorted(database.rows(query), key=lambda row: _rank(row[0], named)):
        name = f"{_quoted(of)}.{_quoted(table)}"
        called, columns = found.setdefault(table.lower(), (name, set()))
        if called == name:
            columns.add(column.lower())
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rank(schema: str, named: Sequence[str]) -> int:
    return named.index(schema) if schema in named else len(named)


def _schemas(schema: str | None) -> list[str]:
    named = [one.strip() for one in (schema or "").split(",") if one.strip()]
    for one in named:
        if not _NAME.fullmatch(one):
            raise PatientError("no-such-schema", f"{one!r} is no name of a schema: give letters, digits and _")
    return named
