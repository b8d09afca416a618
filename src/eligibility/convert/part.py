"""Parts: what becomes of a chunk of records, ready to be written."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import pyarrow as pa

from eligibility.convert.chunks import Chunk
from eligibility.convert.kernel import Kernel
from eligibility.convert.plan import Plan
from eligibility.convert.sinks import Sink, sink_for
from eligibility.convert.structured import Structured
from eligibility.convert.tally import Tally, tally
from eligibility.rules.collector import uncollected


class Part(NamedTuple):
    """A chunk, converted.

    Attributes:
        number: of the chunk.
        files: what the sink makes of it.
        errors: its lines of `errors.jsonl`.
        tally: what is in it.
    """

    number: int
    files: dict[str, bytes]
    errors: bytes
    tally: Tally


def part_of(chunk: Chunk, found: Structured, sink: Sink, *, asked: int = 0, known: int = 0) -> Part:
    """The part that a chunk becomes.

    Args:
        chunk: the chunk, with the records that could not be read.
        found: what the kernel made of those that could.
        sink: the sink.
        asked: criteria that were looked for in the cache.
        known: of these, those that were there.
    """
    both = pa.Table.from_batches([chunk.errors, found.errors]).sort_by("record").combine_chunks()
    everything = found._replace(errors=next(iter(both.to_batches()), found.errors))
    lines = msgspec.json.Encoder().encode_lines(everything.errors.to_pylist())
    return Part(chunk.number, sink.encode(everything), lines, tally(everything, asked=asked, known=known))


class Converter:
    """Makes parts of chunks, in one process.

    Args:
        plan: names the packs, and the output that says how parts are encoded.

    Raises:
        PackError: a pack cannot be loaded.
    """

    def __init__(self, plan: Plan) -> None:
        self._kernel = Kernel(plan.packs)
        self._sink = sink_for(plan.output)

    def part(self, chunk: Chunk) -> Part:
        """The part that a chunk becomes."""
        cache = self._kernel.cache
        asked, known = cache.asked, cache.known
        with uncollected():  # once a chunk is enough, and not while all its rows are held
            found = self._kernel.structure(chunk.trials)
        return part_of(chunk, found, self._sink, asked=cache.asked - asked, known=cache.known - known)
