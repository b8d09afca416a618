"""What the kernel makes of a batch of records: rows of the tables, flat or nested."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from eligibility.convert.tables import ATOMS, CRITERIA, ERRORS, TRIALS, Table


class Structured(NamedTuple):
    """Rows of the tables for some records, in the order of the records.

    Attributes:
        trials: those that could be read.
        criteria: of these trials.
        atoms: of these criteria.
        errors: the records that could not be read or parsed.
    """

    trials: pa.RecordBatch
    criteria: pa.RecordBatch
    atoms: pa.RecordBatch
    errors: pa.RecordBatch


NESTED: Final = pa.schema(
    [
        *TRIALS.schema,
        *(pa.field(table.name, pa.list_(pa.struct(list(table.schema)))) for table in (CRITERIA, ATOMS, ERRORS)),
    ]
)
"""A row a record: the columns of `trials`, and in lists the rows of the other tables; where it failed, its error."""


def batch_of(table: Table, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """Rows as a batch of a table."""
    schema = table.schema
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.record_batch(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def nest(found: Structured, sizes: Sequence[tuple[int, int]]) -> pa.RecordBatch:
    """The rows of all tables as one row a record; errors come after the trials.

    Args:
        found: the rows.
        sizes: how many criteria and how many atoms each trial has.
    """
    failed = found.errors.num_rows
    records = pa.array([*found.trials["record"].to_pylist(), *found.errors["record"].to_pylist()], pa.int64())
    ids = pa.array([*found.trials["trial_id"].to_pylist(), *found.errors["trial_id"].to_pylist()], pa.string())
    columns = [
        records,
        ids,
        *(pa.concat_arrays([one, pa.nulls(failed, one.type)]) for one in found.trials.columns[2:]),
        _lists(found.criteria, [size for size, _ in sizes] + [0] * failed),
        _lists(found.atoms, [size for _, size in sizes] + [0] * failed),
        _lists(found.errors, [0] * len(sizes) + [1] * failed),
    ]
    return pa.record_batch(columns, schema=NESTED)


def unnest(nested: pa.RecordBatch) -> Structured:
    """The rows of all tables, out of one row a record."""
    read = pc.equal(pc.list_value_length(nested["errors"]), 0)
    trials = nested.select(TRIALS.schema.names).filter(read)
    return Structured(
        trials.cast(TRIALS.schema), *(_rows(nested[table.name], table) for table in (CRITERIA, ATOMS, ERRORS))
    )


def _lists(rows: pa.RecordBatch, sizes: Sequence[int]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(accumulate(sizes, initial=0), pa.int32()), rows.to_struct_array())


def _rows(lists: pa.ListArray, table: Table) -> pa.RecordBatch:
    return pa.RecordBatch.from_struct_array(lists.flatten()).cast(table.schema)
