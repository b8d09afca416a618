"""Chunks: the records of all inputs, in order, so many at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, NamedTuple

import pyarrow as pa

from eligibility.convert.plan import STANDARD_INPUT, Plan
from eligibility.convert.rendering import NOTES
from eligibility.convert.structured import batch_of
from eligibility.convert.tables import ERRORS, GIVEN
from eligibility.errors import ReadError
from eligibility.registries import records
from eligibility.tree import Trial

LONGEST: Final = 4_000_000
"""Characters of criteria after which a chunk ends: some times what its records have, unless they are no criteria."""


class Chunk(NamedTuple):
    """Some records that follow one another.

    Attributes:
        number: of the chunk, from 0.
        trials: those that could be read: columns of `GIVEN`.
        errors: those that could not.
    """

    number: int
    trials: pa.RecordBatch
    errors: pa.RecordBatch


def chunks(plan: Plan, *, number: int = 0, skip: int = 0) -> Iterator[Chunk]:
    """The records of all inputs; one chunk at least, though it be empty.

    A chunk has as many records as the plan says, or fewer where they are long. An input that cannot be opened or
    recognised is one record that failed, in its turn.

    Args:
        plan: the inputs, the records in a chunk, after how many to stop.
        number: of the first chunk.
        skip: records before it; they are read and passed over.
    """
    all_records = chain.from_iterable(_records(one, plan) for one in plan.inputs)
    numbered = enumerate(islice(all_records, plan.limit))
    for _ in islice(numbered, skip):
        pass
    some: list[tuple[int, Trial | ReadError]] = []
    length = 0
    for at, record in numbered:
        some.append((at, record))
        length += len(record.criteria_text) if isinstance(record, Trial) else 0
        if len(some) == plan.part_size or length >= LONGEST:
            yield _chunk(number, some)
            some, length, number = [], 0, number + 1
    if some or not number:
        yield _chunk(number, some)


def _records(path: str, plan: Plan) -> Iterator[Trial | ReadError]:
    opened: str | IO[bytes] = sys.stdin.buffer if path == STANDARD_INPUT else path
    try:
        yield from records(opened, format=plan.format, mapping=plan.mapping)
    except ReadError as error:
        yield error


def _chunk(number: int, some: Iterable[tuple[int, Trial | ReadError]]) -> Chunk:
    trials, errors = [], []
    for at, record in some:
        if isinstance(record, Trial):
            trials.append(_given(at, record))
        else:
            errors.append((at, None, record.place, record.code, record.message))
    return Chunk(number, batch_of(GIVEN, trials), batch_of(ERRORS, errors))


def _given(at: int, trial: Trial) -> tuple[object, ...]:
    """A row of `GIVEN`. A trial that has no id of its own goes by the name of its file."""
    registry = trial.registry
    ages = registry.age
    return (
        at,
        trial.trial_id or (Path(trial.source).stem if trial.source else None),
        trial.title,
        trial.criteria_text,
        ages and ages.lower,
        ages and ages.upper,
        registry.sex,
        registry.healthy_volunteers,
        ages is not None,
        NOTES.dump_json(trial.diagnostics).decode() if trial.diagnostics else None,
        trial.source_format,
        trial.source,
    )
