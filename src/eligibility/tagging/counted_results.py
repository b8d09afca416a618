"""Results that are counted: "at least two |positive sputum cultures|" is a culture that was positive so often.

So are values: "at least |2 of 3| hemoglobin values < 10 g/dL".
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk, pairs_at, tags_of
from eligibility.tagging.counted import MEASUREMENTS, so_many

FOUND = frozenset({"positive", "negative"})
"""Results that may be counted."""
_COUNTED = ["LIMIT", "VALUE", "ENTITY"]
_RESULTS = frozenset({("LIMIT", "VALUE")})
_OF_SO_MANY = ["LIMIT", "OF", "LIMIT"]
_PORTIONS = frozenset({("LIMIT", "OF")})
_TESTS = frozenset({"measurement", "procedure"})
"""Domains of what has a result."""


def counted_results(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with each number of results behind what was found so often.

    Args:
        chunks: those of a criterion with limits, in reading order.
    """
    out = chunks
    for place in pairs_at(chunks, _RESULTS):
        found = chunks[place : place + len(_COUNTED)]
        if tags_of(found) == _COUNTED and _is_counted(*found):
            out = out.copy() if out is chunks else out
            limit, value, test = found
            number = replace(limit, value=so_many(limit.value, MEASUREMENTS))
            out[place : place + len(_COUNTED)] = [value, test, number]
    return out


def counted_values(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with each number of so many values behind the limit that so many of them keep.

    Args:
        chunks: those of a criterion with limits, in reading order.
    """
    out = chunks
    for place in pairs_at(chunks, _PORTIONS):
        of = place + len(_OF_SO_MANY)
        if of >= len(chunks) or chunks[of - 1].tag != "LIMIT":
            continue
        at = of + (chunks[of].tag == "STATUS")
        value, limit = chunks[at : at + 2] if at + 1 < len(chunks) else (None, None)
        if value is None or limit is None or not _is_of(chunks[place], chunks[of - 1], value, limit):
            continue
        out = out.copy() if out is chunks else out
        fillers = [Chunk("FILLER", one.first, one.last) for one in chunks[place + 1 : of]]
        number = replace(chunks[place], value=so_many(chunks[place].value, MEASUREMENTS))
        out[place : at + 2] = [*fillers, *chunks[of : at + 2], number]
    return out


def _is_of(number: Chunk, of: Chunk, value: Chunk, limit: Chunk) -> bool:
    """Whether a whole number of another one, without units, are values of a measurement, which a limit follows."""
    if value.tag != "ENTITY" or value.value.domain != "measurement" or limit.tag != "LIMIT":
        return False
    if of.last != value.first and of.last + 1 != value.first:
        return False
    return _is_whole(number.value) and _is_whole(of.value) and not of.value.compared and limit.value.compared


def _is_whole(limit: Limit) -> bool:
    """Whether a limit is a whole number without a unit."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    return all(not end.takes_no_unit and end.number == int(end.number or 0) for end in ends)


def _is_counted(limit: Chunk, value: Chunk, test: Chunk) -> bool:
    """Whether a whole number stands right before a result, and that right before a test."""
    if limit.last != value.first or value.last != test.first or test.value.domain not in _TESTS:
        return False
    return value.value.name in FOUND and _is_whole(limit.value)
