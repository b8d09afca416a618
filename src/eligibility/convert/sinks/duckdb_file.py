"""A DuckDB database with the tables in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from eligibility.convert.sinks.parquet import ENDING as PARQUET
from eligibility.convert.sinks.parquet import ParquetParts
from eligibility.convert.tables import TABLES, TABLES_VERSION, Table

ENDING: Final = ".duckdb"


class DuckDB(ParquetParts):
    """One database, loaded from Parquet parts once all are there."""

    beside = True

    def assemble(self, parts: Path, number: int, target: Path) -> None:
        """Loads the parts, in order; each column carries its meaning as a comment."""
        import duckdb  # noqa: PLC0415 - only who writes a database needs it

        target.unlink(missing_ok=True)
        try:
            with duckdb.connect(str(target)) as database:
                for table in TABLES:
                    for statement in _statements(table, parts / table.name / f"*{PARQUET}"):
                        database.execute(statement)
                database.execute(f"CREATE VIEW tables_version AS SELECT {_quoted(TABLES_VERSION)} AS version")
        except duckdb.Error as failure:  # of writing: all that is read was written here
            raise OSError(str(failure)) from failure


def _statements(table: Table, files: Path) -> Iterator[str]:
    yield f"CREATE TABLE {table.name} AS FROM read_parquet({_quoted(str(files))})"
    yield f"COMMENT ON TABLE {table.name} IS {_quoted(table.about)}"
    for column in table.columns:
        yield f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.about)}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
