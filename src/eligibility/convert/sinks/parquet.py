"""Tables as Parquet."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from eligibility.convert.structured import Structured
from eligibility.convert.tables import TABLES, TABLES_VERSION

ENDING: Final = ".parquet"


class ParquetParts:
    """What sinks have in common whose parts are a Parquet file a table."""

    def encode(self, found: Structured) -> dict[str, bytes]:
        """Each table but the errors as a Parquet file, compressed with Zstandard, by the name of the table.

        The same rows give the same bytes.
        """
        return {table.name: _file(getattr(found, table.name)) for table in TABLES}

    def ending(self) -> str:
        """Of Parquet."""
        return ENDING


def _file(rows: pa.RecordBatch) -> bytes:
    schema = rows.schema.with_metadata({"eligibility.tables": TABLES_VERSION})
    out = pa.BufferOutputStream()
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        writer.write_batch(rows.replace_schema_metadata(schema.metadata))
    content: bytes = out.getvalue().to_pybytes()
    return content
