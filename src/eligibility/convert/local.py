"""The local engine: chunks to parts in processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial

from eligibility.convert.chunks import Chunk
from eligibility.convert.part import Converter, Part
from eligibility.convert.plan import Plan
from eligibility.crew import in_order


def run(chunks: Iterator[Chunk], plan: Plan) -> Generator[Part, None, None]:
    """The parts of chunks, in the order of the chunks.

    Args:
        chunks: read as they are needed.
        plan: says how many workers there are.

    Raises:
        EligibilityError: a worker ended before its work was done.
    """
    advice = "run again with fewer workers and --resume"
    yield from in_order(partial(_converting, plan), chunks, plan.processes, advice=advice)


def _converting(plan: Plan) -> Callable[[Chunk], Part]:
    return Converter(plan).part
