"""The Spark engine: the kernel over a cluster.

`structure` is for data frames of your own; `run` is what `eligibility convert --engine spark` uses. Both need the extra
`eligibility[spark]` and a Java that PySpark runs on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from eligibility.convert.chunks import Chunk
from eligibility.convert.kernel import structure as kernel
from eligibility.convert.part import Part, part_of
from eligibility.convert.plan import Plan
from eligibility.convert.sinks import sink_for
from eligibility.convert.structured import NESTED, Structured, unnest
from eligibility.convert.tables import ATOMS, CRITERIA, ERRORS, GIVEN, TRIALS, Table
from eligibility.errors import EligibilityError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES: Final = {
    "int64": "bigint",
    "int32": "int",
    "float64": "double",
    "bool": "boolean",
    "string": "string",
    "list<string>": "array<string>",
}
_ROUNDS: Final = 2
"""Chunks for each core of the cluster that are handed to it at a time: what the driver holds in memory."""


def structure(df: DataFrame, *, packs: Sequence[str] = ()) -> DataFrame:
    """Reads the criteria of a data frame of trials, on the executors, with `mapInArrow`.

    Args:
        df: a row a trial, with a column `criteria_text` and any others of the table `given`.
        packs: paths of rule packs, there for every executor.

    Returns:
        A row a trial: the columns of the table `trials`, and the rows of the other tables in the arrays `criteria`,
        `atoms` and `errors`; `df.selectExpr("inline(atoms)")` makes a table of one of these.
    """
    chosen = tuple(packs)

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return kernel(batches, chosen)

    wanted = [name for name in df.columns if name in GIVEN.schema.names]
    return df.select(*wanted).mapInArrow(read, _schema())


def run(chunks: Iterator[Chunk], plan: Plan) -> Generator[Part, None, None]:
    """The parts of chunks, in the order of the chunks: some for each core at a time.

    Raises:
        EligibilityError: PySpark is not there.
    """
    session, ours = _session(plan)
    sink = sink_for(plan.output)
    width = _ROUNDS * session.sparkContext.defaultParallelism
    try:
        while some := list(islice(chunks, width)):
            found = _structured(session, some, plan)
            for chunk in some:
                yield part_of(chunk, _of_chunk(found, chunk), sink)
    finally:
        if ours:
            session.stop()


def _structured(session: SparkSession, chunks: Sequence[Chunk], plan: Plan) -> pa.Table:
    """What the cluster makes of some chunks, in order."""
    given = pa.Table.from_batches([chunk.trials for chunk in chunks], GIVEN.schema)
    if not given.num_rows:
        return NESTED.empty_table()
    frame = session.createDataFrame(given).repartition(len(chunks))
    found: pa.Table = structure(frame, packs=plan.packs).toArrow()
    return found.sort_by("record").cast(NESTED)


def _of_chunk(found: pa.Table, chunk: Chunk) -> Structured:
    """The rows that belong to a chunk."""
    records = set(chunk.trials["record"].to_pylist())
    rows = found.filter(pa.array([record in records for record in found["record"].to_pylist()], pa.bool_()))
    batch = next(iter(rows.combine_chunks().to_batches()), None)
    return unnest(batch if batch is not None else pa.RecordBatch.from_pylist([], NESTED))


def _session(plan: Plan) -> tuple[SparkSession, bool]:
    """The session to use, and whether it was made for this."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError:
        message = "the engine 'spark' needs PySpark: pip install 'eligibility[spark]'"
        raise EligibilityError("no-pyspark", message) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # where nothing is set up, executors run what this runs on
    if (active := SparkSession.getActiveSession()) is not None:
        return active, False
    builder: Any = SparkSession.builder.appName("eligibility convert")
    if plan.master is not None:
        builder = builder.master(plan.master)
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.ui.enabled", "false")
    try:
        session: SparkSession = builder.getOrCreate()
    except Exception as failure:  # of the gateway, of Java, of the master
        said = str(failure).strip().splitlines()[0]
        message = f"Spark does not start: {said}; is there a Java 17, and is the master right?"
        raise EligibilityError("spark-not-started", message) from failure
    return session, True


def _schema() -> str:
    """`NESTED` as Spark writes a schema."""
    arrays = (f"{table.name} array<struct<{_fields(table, ':')}>>" for table in (CRITERIA, ATOMS, ERRORS))
    return ", ".join([_fields(TRIALS, " "), *arrays])


def _fields(table: Table, between: str) -> str:
    return ", ".join(f"`{column.name}`{between}{_TYPES[column.type]}" for column in table.columns)
