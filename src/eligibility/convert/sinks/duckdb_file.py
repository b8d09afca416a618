"""A DuckDB database with the tables in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from eligibility.convert.sinks import parquet
from eligibility.convert.structured import Structured
from eligibility.convert.tables import TABLES, TABLES_VERSION

ENDING: Final = ".duckdb"


class DuckDB:
    """One database, loaded from Parquet parts once all are there."""

    beside = True

    def encode(self, found: Structured) -> dict[str, bytes]:
        """A Parquet file a table."""
        return parquet.parquet(found)

    def ending(self) -> str:
        """Of Parquet."""
        return parquet.ENDING

    def assemble(self, parts: Path, number: int, target: Path) -> None:
        """Loads the parts, in order; each column carries its meaning as a comment."""
        import duckdb  # noqa: PLC0415 - only who writes a database needs it

        target.unlink(missing_ok=True)
        with duckdb.connect(str(target)) as database:
            for table in TABLES:
                files = _quoted(str(parts / table.name / f"*{parquet.ENDING}"))
                database.execute(f"CREATE TABLE {table.name} AS FROM read_parquet({files})")
                database.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(table.about)}")
                for column in table.columns:
                    place = f'{table.name}."{column.name}"'
                    database.execute(f"COMMENT ON COLUMN {place} IS {_quoted(column.about)}")
            database.execute(f"CREATE VIEW tables_version AS SELECT {_quoted(TABLES_VERSION)} AS version")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
