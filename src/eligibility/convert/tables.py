"""The tables: their columns, types and meanings, read from `tables.yaml` beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import yaml

_TYPES: dict[str, pa.DataType] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "string": pa.string(),
    "list<string>": pa.list_(pa.string()),
}


class Column(NamedTuple):
    """A column.

    Attributes:
        name: its name.
        type: its Arrow type, by name.
        about: what it means.
    """

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        name: its name.
        about: what a row of it is.
        columns: its columns, in order.
    """

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema; meanings are in the metadata of its fields."""
        return pa.schema(
            [pa.field(name, _TYPES[kind], metadata={"about": about}) for name, kind, about in self.columns]
        )


@cache
def _described() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("tables.yaml").read_text("utf8"))
    return described


def _table(name: str) -> Table:
    said = _described()[name]
    return Table(name, said["about"], tuple(Column(*column) for column in said["columns"]))


TABLES_VERSION: Final[str] = _described()["version"]
"""The version of the tables; it is in the metadata of every Parquet file, under `eligibility.tables`."""

GIVEN: Final = _table("given")
TRIALS: Final = _table("trials")
CRITERIA: Final = _table("criteria")
ATOMS: Final = _table("atoms")
ERRORS: Final = _table("errors")
TABLES: Final = (TRIALS, CRITERIA, ATOMS)
"""What comes out, in the order in which the tables point at each other."""


def page() -> str:
    """The tables as Markdown, for the documentation.

    Example:
        >>> page().splitlines()[0]
        '## trials'
    """
    return "\n\n".join(_section(table) for table in (*TABLES, ERRORS, GIVEN)) + "\n"


def _section(table: Table) -> str:
    rows = "\n".join(f"| `{name}` | {kind} | {about} |" for name, kind, about in table.columns)
    return f"## {table.name}\n\n{table.about}\n\n| column | type | meaning |\n|---|---|---|\n{rows}"
