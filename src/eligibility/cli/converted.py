"""Trials out of the folder of Parquet tables that `eligibility convert` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from eligibility.errors import ReadError
from eligibility.tree import (
    AgeLimits,
    Criterion,
    CrossReference,
    Diagnostic,
    Marker,
    Node,
    Registry,
    Section,
    StructuredTrial,
)

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_BATCH = 2_000
"""Rows that are in memory at once."""

_NODE: TypeAdapter[Node] = TypeAdapter(Node)
_SECTIONS = TypeAdapter(tuple[Section, ...])
_DIAGNOSTICS = TypeAdapter(tuple[Diagnostic, ...])
_CROSS_REFERENCES = TypeAdapter(tuple[CrossReference, ...])

Row = Mapping[str, Any]


def converted(folder: Path) -> Iterator[tuple[StructuredTrial, str]]:
    """The trials of a folder with `trials/*.parquet` and `criteria/*.parquet`, each with the text of its criteria.

    Parts are read one after the other and in batches, so that a dump of any size fits.

    Raises:
        ReadError: It is no such folder, or a part of it is broken.
    """
    parts = sorted((folder / "trials").glob("*.parquet"))
    if not parts:
        message = (
            "this is a directory without trials/*.parquet: give the files in it, or what `eligibility convert` wrote"
        )
        raise ReadError("directory", message, place=str(folder))
    for part in parts:
        yield from _part(part, folder / "criteria" / part.name)


def _part(trials: Path, criteria: Path) -> Iterator[tuple[StructuredTrial, str]]:
    by_record = groupby(_rows(criteria), key=lambda row: int(row["record"]))
    record, rows = next(by_record, (None, iter(())))
    for trial in _rows(trials):
        some: list[Row] = []
        if record == trial["record"]:
            some = list(rows)
            record, rows = next(by_record, (None, iter(())))
        try:
            yield _trial(trial, some), trial["criteria_text"] or ""
        except (ValidationError, KeyError, TypeError) as error:
            raise _broken(trials, f"record {trial['record']} is no trial ({type(error).__name__})") from None


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a file, in its order."""
    import pyarrow as pa  # only this needs it
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from _batches(file)
    except (OSError, pa.ArrowException) as error:
        raise _broken(path, str(error).splitlines()[0]) from None


def _batches(file: pq.ParquetFile) -> Iterator[Row]:
    for batch in file.iter_batches(batch_size=_BATCH):
        yield from batch.to_pylist()


def _trial(row: Row, criteria: list[Row]) -> StructuredTrial:
    age = AgeLimits(lower=row["age_lower"], upper=row["age_upper"]) if row["has_ages"] else None
    return StructuredTrial(
        trial_id=row["trial_id"],
        registry=Registry(age=age, sex=row["sex"], healthy_volunteers=row["healthy_volunteers"]),
        sections=_SECTIONS.validate_json(row["sections"] or "[]"),
        criteria=tuple(map(_criterion, criteria)),
        diagnostics=_DIAGNOSTICS.validate_json(row["diagnostics"] or "[]"),
    )


def _criterion(row: Row) -> Criterion:
    marker = None
    if row["marker"] is not None:
        marker = Marker(text=row["marker"], span=(row["marker_start"], row["marker_end"]))
    return Criterion(
        id=row["criterion"],
        kind=row["kind"],
        text=row["text"],
        span=(row["span_start"], row["span_end"]),
        marker=marker,
        section=row["section"],
        depth=row["depth"],
        constraint=_NODE.validate_json(row["tree"]),
        checkable=row["checkable"],
        coverage=row["coverage"],
        diagnostics=_DIAGNOSTICS.validate_json(row["diagnostics"] or "[]"),
        cross_references=_CROSS_REFERENCES.validate_json(row.get("cross_references") or "[]"),  # not in tables 1.0
    )


def _broken(path: Path, reason: str) -> ReadError:
    return ReadError("broken-table", f"the table cannot be read: {reason}: convert the input anew", place=str(path))
