"""Results that are counted: "at least two |positive sputum cultures|" is a culture that was positive so often."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.counted import MEASUREMENTS, so_many

FOUND = frozenset({"positive", "negative"})
"""Results that may be counted."""
_COUNTED = ["LIMIT", "VALUE", "ENTITY"]
_TESTS = frozenset({"measurement", "procedure"})
"""Domains of what has a result."""


def counted_results(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with each number of results behind what was found so often.

    Args:
        chunks: those of a criterion with limits, in reading order.
    """
    out = chunks
    for place in range(len(chunks) - len(_COUNTED) + 1):
        limit, value, test = chunks[place : place + len(_COUNTED)]
        if [limit.tag, value.tag, test.tag] == _COUNTED and _is_counted(limit, value, test):
            out = out.copy() if out is chunks else out
            number = replace(limit, value=so_many(limit.value, MEASUREMENTS))
            out[place : place + len(_COUNTED)] = [value, test, number]
    return out


def _is_counted(limit: Chunk, value: Chunk, test: Chunk) -> bool:
    """Whether a whole number stands right before a result, and that right before a test."""
    if limit.last != value.first or value.last != test.first or test.value.domain not in _TESTS:
        return False
    ends = [end for end in (limit.value.lower, limit.value.upper) if end is not None]
    return value.value.name in FOUND and all(
        not end.takes_no_unit and end.number == int(end.number or 0) for end in ends
    )
