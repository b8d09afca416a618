"""OMOP in DuckDB: a database file, or a folder with a CSV or Parquet file for each table."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eligibility.errors import PatientError
from eligibility.patients.omop.database import Row
from eligibility.patients.omop.tables import rules

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 2048
_MEMORY = "1GB"
"""What DuckDB may hold; what it sorts beyond that goes to disk."""
_MAGIC = (8, b"DUCK")
_PERSON = "person"
_SIGN = b"year_of_birth"
_TABLES = {_PERSON, "concept", "concept_ancestor", "concept_relationship", *rules().tables}
_SUFFIXES = (".parquet", ".csv", ".csv.gz", ".tsv")


def is_file(path: Path) -> bool:
    """Whether a file is a database of DuckDB."""
    at, magic = _MAGIC
    try:
        with path.open("rb") as stream:
            return stream.read(at + len(magic))[at:] == magic
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder holds a file for the table of persons, with the columns that it has in OMOP."""
    return any(table == _PERSON and _is_of_omop(file) for table, file in _files(path))


def _is_of_omop(file: Path) -> bool:
    return file.suffix.lower() == ".parquet" or _SIGN in _first_line(file).lower()


def _first_line(file: Path) -> bytes:
    opened = gzip.open if file.suffix.lower() == ".gz" else open
    try:
        with opened(file, "rb") as stream:
            return bytes(stream.readline(1 << 16))
    except (OSError, EOFError, zlib.error):
        return b""


def _files(folder: Path) -> list[tuple[str, Path]]:
    """The tables in a folder, and the file of each."""
    try:
        found = sorted(folder.iterdir())
    except (OSError, ValueError):
        return []
    named = ((file.name.lower().removesuffix(suffix), file) for file in found for suffix in _SUFFIXES)
    return [(table, file) for table, file in named if table in _TABLES and file.is_file()]


def _reading(file: Path) -> str:
    """What DuckDB reads a file with. Athena's files have tabs, and quotation marks that enclose nothing."""
    path = str(file).replace("'", "''")
    if file.suffix.lower() == ".parquet":
        return f"read_parquet('{path}')"
    said = ["header = true"]
    said += ["delim = '\t'", "quote = ''", "escape = ''"] if b"\t" in _first_line(file) else ["sample_size = -1"]
    if file.name.lower().startswith("concept."):
        said.append("types = {'concept_code': 'VARCHAR', 'vocabulary_id': 'VARCHAR'}")
    return f"read_csv('{path}', {', '.join(said)})"


class DuckDB:
    """A database of DuckDB, read only.

    Args:
        path: the file, or the folder of files.

    Raises:
        PatientError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        import duckdb  # noqa: PLC0415 - an extra: only this needs it - slow to import, and few sources need it

        self.name = str(path)
        self._failure = duckdb.Error
        self._spill = tempfile.TemporaryDirectory(prefix="eligibility-")
        try:
            self._connection = self._of_folder(path) if path.is_dir() else duckdb.connect(str(path), read_only=True)
            self._connection.execute(f"SET temp_directory = '{self._spill.name}'; SET memory_limit = '{_MEMORY}'")
        except duckdb.Error as bad:
            self._spill.cleanup()
            raise self._error(bad) from bad

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query; each query has a cursor of its own."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(query)
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except self._failure as bad:
            raise self._error(bad) from bad
        finally:
            cursor.close()

    def close(self) -> None:
        """Closes it."""
        self._connection.close()
        self._spill.cleanup()

    def _of_folder(self, folder: Path) -> DuckDBPyConnection:
        import duckdb  # noqa: PLC0415 - as in `__init__`

        connection = duckdb.connect(":memory:")
        for table, file in _files(folder):
            connection.execute(f'CREATE OR REPLACE VIEW "{table}" AS SELECT * FROM {_reading(file)}')
        return connection

    def _error(self, bad: Exception) -> PatientError:
        return PatientError("database", f"DuckDB: {str(bad).splitlines()[0]}", place=self.name)
