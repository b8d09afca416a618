"""Units in brackets behind a name: "hemoglobin |(g/L)| ≥ 90" is "hemoglobin ≥ 90 g/L"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.grammar.units import Units
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import CALENDAR

_FEWEST = 4
"""Chunks of a name, its brackets with something inside them, and its limit."""
_LONGEST = 8
"""Tokens of a unit in brackets."""
_MEASURED = "measurement"
OPENING = frozenset({"(", "["})


def bracketed_units(chunks: Sequence[Chunk], tokens: Tokens, units: Units) -> list[Chunk]:
    """The chunks with each unit in brackets between a measurement and a bare number as the unit of that number.

    The brackets are then no more than a part of how it is written.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        units: tells which words are units.
    """
    out: list[Chunk] = []
    done = 0
    for place, chunk in enumerate(chunks):
        if place < done:
            continue
        out.append(chunk)
        if chunk.tag != "ENTITY" or chunk.value.domain != _MEASURED or place + _FEWEST > len(chunks):
            continue
        end = _closing(chunks, place + 1)
        if end is None:
            continue
        first, last = chunks[place + 1].last, chunks[end].first
        end += [one.tag for one in chunks[end + 1 : end + 2]] == ["COLON"]
        limit = chunks[end + 1] if end + 1 < len(chunks) else None
        if limit is None or limit.tag != "LIMIT":
            continue
        code = _unit(first, last, tokens, units)
        if code is not None and _is_bare(limit.value):
            out.append(Chunk("FILLER", chunks[place + 1].first, chunks[end].last))
            out.append(Chunk("LIMIT", limit.first, limit.last, _with_unit(limit.value, code, (first, last))))
            done = end + 2
    return out


def _closing(chunks: Sequence[Chunk], place: int) -> int | None:
    """The place of the bracket that closes the one at a place, shortly after it; None where none opens there."""
    if chunks[place].tag != "LP":
        return None
    for end in range(place + 1, min(len(chunks), place + _LONGEST)):
        if chunks[end].tag == "RP":
            return end
    return None


def _unit(first: int, last: int, tokens: Tokens, units: Units) -> str | None:
    """The UCUM code of the unit that some tokens are; None where they are none, or one of time."""
    if not 0 < last - first <= _LONGEST or units.match(tokens.text, tokens.starts[first]) != tokens.ends[last - 1]:
        return None
    code = units.ucum(tokens.surface(first, last))
    return None if code in CALENDAR else code


def _is_bare(limit: Limit) -> bool:
    """Whether a limit is of numbers alone."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    plain = not limit.one_of and limit.paired is None and limit.rate is None and limit.scale is None
    return plain and bool(ends) and not any(end.takes_no_unit or end.calendar for end in ends)


def _with_unit(limit: Limit, code: str, written: tuple[int, int]) -> Limit:
    """A limit of numbers in a unit that is written before them."""
    lower, upper = (_in_unit(end, code, written) for end in (limit.lower, limit.upper))
    return replace(limit, lower=lower, upper=upper)


def _in_unit(end: Amount | None, code: str, written: tuple[int, int]) -> Amount | None:
    return None if end is None else replace(end, unit=code, unit_tokens=written)
