"""Where verdicts go: Parquet, CSV or JSON Lines, by the ending of a file's name. A file appears when it is whole."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from eligibility.errors import EligibilityError

STANDARD_OUTPUT = "-"

Write = Callable[[pa.RecordBatch], None]


@contextmanager
def writing(target: str, schema: pa.Schema) -> Iterator[Write]:
    """What writes rows to a file, or as JSON Lines to standard output ("-").

    The file, and what was there before it, is replaced at the end; if an error or Ctrl-C comes before, nothing is.

    Args:
        target: a name that ends in .parquet, .csv or .jsonl.
        schema: what the rows are like.

    Raises:
        EligibilityError: there is no such format, or the file cannot be written.
    """
    if target == STANDARD_OUTPUT:
        yield _lines(sys.stdout)
        return
    path = Path(target)
    opened = _FORMATS.get(path.suffix.casefold())
    if opened is None:
        message = f"the name of the output ends in {path.suffix or 'nothing'!r}; let it end in {', '.join(_FORMATS)}"
        raise EligibilityError("no-such-format", message, place=target)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a directory")
        with opened(beside, schema) as write:
            yield write
        beside.replace(path)
    except OSError as error:
        raise EligibilityError("unwritable", f"it cannot be written: {error.strerror or error}", place=target) from None
    finally:
        beside.unlink(missing_ok=True)


def second(target: str, name: str) -> str:
    """The name of a second table: "verdicts.parquet" and "criteria" is "verdicts.criteria.parquet".

    Raises:
        EligibilityError: the first goes to standard output.
    """
    if target == STANDARD_OUTPUT:
        raise EligibilityError("no-output", f"a second table of {name} needs a file: give one with -o")
    path = Path(target)
    return str(path.with_name(f"{path.stem}.{name}{path.suffix}"))


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield writer.write_batch


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[Write]:
    """Lists are written as their members with spaces between."""
    flat = pa.schema([field.with_type(pa.string()) if _is_list(field) else field for field in schema])
    with pa_csv.CSVWriter(path, flat) as writer:

        def write(rows: pa.RecordBatch) -> None:
            pairs = zip(rows.columns, schema, strict=True)
            columns = [pc.binary_join(column, " ") if _is_list(field) else column for column, field in pairs]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=flat))

        yield write


@contextmanager
def _jsonl(path: Path, schema: pa.Schema) -> Iterator[Write]:
    del schema
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        yield _lines(stream)


def _lines(stream: IO[str]) -> Write:
    def write(rows: pa.RecordBatch) -> None:
        for row in rows.to_pylist():
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write


def _is_list(field: pa.Field) -> bool:
    return bool(pa.types.is_list(field.type))


_FORMATS: dict[str, Callable[[Path, pa.Schema], AbstractContextManager[Write]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".jsonl": _jsonl,
}
