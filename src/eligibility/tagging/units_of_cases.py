"""Units behind the last of several cases: "hemoglobin < 12 (women) or < 13 (men) |g/dL|" is of both numbers."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.units import Units
from eligibility.tagging.bracketed_units import is_bare, with_unit
from eligibility.tagging.chunks import Chunk, pairs_at, tags_of
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import CALENDAR, unit_at

_CASE = ["LIMIT", "LP", "SEX", "RP"]
_BRACKETED = frozenset({("LIMIT", "LP")})
_JOINTS = frozenset({"OR", "AND", "COMMA", "SEMI"})
_LENGTH = 4
"""Chunks of a limit with its case in brackets."""


def units_of_cases(chunks: Sequence[Chunk], tokens: Tokens, units: Units) -> list[Chunk]:
    """The chunks with each unit behind a bare number and the sex that it is for as the unit of all numbers so listed.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        units: tells which words are units.
    """
    if not pairs_at(chunks, _BRACKETED):
        return [*chunks]
    out: list[Chunk] = []
    run: list[int] = []
    place = 0
    while place < len(chunks):
        case = chunks[place : place + _LENGTH]
        if tags_of(case) != _CASE or not is_bare(case[0].value):
            run = run if chunks[place].tag in _JOINTS else []
            out.append(chunks[place])
            place += 1
            continue
        run.append(len(out))
        out += case
        place += _LENGTH
        end = _take_unit(out, run, tokens, units)
        run = run if end < 0 else []
        while place < len(chunks) and chunks[place].first < end:
            place += 1
    return out


def _take_unit(chunks: list[Chunk], run: Sequence[int], tokens: Tokens, units: Units) -> int:
    """Gives some limits the unit that stands right behind the last chunk; gives where that ends, else -1."""
    first = chunks[-1].last
    found = unit_at(first, tokens, units)
    if found is None:
        return -1
    last, code = found
    if code is None or code in CALENDAR:
        return -1
    for at in run:
        chunk = chunks[at]
        chunks[at] = Chunk("LIMIT", chunk.first, chunk.last, with_unit(chunk.value, code, (first, last)))
    chunks.append(Chunk("FILLER", first, last))
    return last
