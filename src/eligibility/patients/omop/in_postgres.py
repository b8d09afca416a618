"""OMOP in PostgreSQL, through psycopg: `pip install "eligibility[postgres]"`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, TypeGuard, cast
from urllib.parse import urlsplit

from eligibility.errors import PatientError
from eligibility.patients.omop.database import Row

_BATCH = 2048
_SCHEMES = ("postgresql://", "postgres://")


def is_url(source: object) -> TypeGuard[str]:
    """Whether a source is the URL of a PostgreSQL database."""
    return isinstance(source, str) and source.startswith(_SCHEMES)


class PostgreSQL:
    """A database of PostgreSQL, seen as it is at one moment, read only.

    Args:
        url: where it is: "postgresql://user@host:port/database"; psycopg takes what is left out from the environment.

    Raises:
        PatientError: psycopg is not installed, or the database cannot be reached.
    """

    def __init__(self, url: str) -> None:
        try:
            import psycopg  # noqa: PLC0415 - an extra
        except ImportError:
            message = 'reading from PostgreSQL needs psycopg: pip install "eligibility[postgres]"'
            raise PatientError("no-psycopg", message, place=without_password(url)) from None
        self.name = without_password(url)
        self._failure = psycopg.Error
        self._numbers = count()
        try:
            self._connection = psycopg.connect(url)
            self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            self._connection.read_only = True
        except psycopg.Error as bad:
            raise self._error(bad) from None

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, through a cursor on the server."""
        try:
            with self._connection.cursor(f"eligibility_{next(self._numbers)}") as cursor:
                cursor.itersize = _BATCH
                cursor.execute(cast(Any, query))  # made of names that `tables` has found
                yield from cast(Iterator[Any], cursor)
        except self._failure as bad:
            raise self._error(bad) from bad

    def close(self) -> None:
        """Closes it."""
        self._connection.close()

    def _error(self, bad: Exception) -> PatientError:
        said = str(bad).strip().splitlines() or [type(bad).__name__]
        return PatientError("database", f"PostgreSQL: {said[0]}", place=self.name)


def without_password(url: str) -> str:
    """A URL as errors may show it.

    Example:
        >>> without_password("postgresql://me:secret@localhost:5432/cdm?password=secret")
        'postgresql://me@localhost:5432/cdm'
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")
        user = host[0].partition(":")[0]
    except ValueError:
        return url.partition("://")[0]
    return f"{parts.scheme}://{user}{'@' if user else ''}{host[2]}{parts.path}"
