"""Tables in Parquet: one batch of rows held at a time, of the columns that are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eligibility.errors import ReadError
from eligibility.registries.columns import Columns, Row, plain_name
from eligibility.registries.source import Place, Source
from eligibility.registries.streams import seekable, shown

_MAGIC = b"PAR1"
_BATCH = 1024


def is_parquet(source: Source) -> bool:
    """Whether the source begins as Parquet does."""
    return source.beginning.startswith(_MAGIC)


class Table:
    """An open table.

    Attributes:
        names: those of its columns.
    """

    def __init__(self, file: Any, source: Source) -> None:  # noqa: ANN401 - pyarrow has no types
        self._file = file
        self._source = source
        self.names: list[str] = file.schema_arrow.names

    def rows(self, wanted: Columns) -> Iterator[Row | ReadError]:
        """The rows, of the columns that hold fields; their place counts rows as lines, from 1."""
        held = {name for known in wanted.fields.values() for name in known}
        names = [name for name in self.names if plain_name(name) in held]
        number = 0
        for batch in self._file.iter_batches(_BATCH, columns=names):
            for values in batch.to_pylist():
                number += 1
                yield self._row(values, Place(line=number))

    def _row(self, values: dict[str, object], place: Place) -> Row | ReadError:
        row = Row({plain_name(name): _text(value) for name, value in values.items()}, self._source.name, place)
        for name, value in values.items():
            if isinstance(value, bytes | list | dict):
                return row.error("field-type", f"{name}: expected text or a number")
        return row


@contextmanager
def opened(source: Source) -> Iterator[Table]:
    """The table that a source is.

    Raises:
        ReadError: it is no Parquet, or broken; also while its rows are read.
    """
    import pyarrow  # noqa: PLC0415 - slow to import, and few files need it
    import pyarrow.parquet  # noqa: PLC0415 - as above

    with seekable(source.stream) as file:
        try:
            yield Table(pyarrow.parquet.ParquetFile(file), source)
        except (pyarrow.ArrowException, OSError) as failure:
            message = f"the Parquet file is broken: {shown(str(failure))}"
            raise ReadError("broken-table", message, place=source.name) from failure


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
