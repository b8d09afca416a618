"""Units that are written once more, in short: "BMI ≥ 30 kilograms per square meter |(kg/m2)|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.units import Units
from eligibility.tagging.bracketed_units import unit_of
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.tokens import Tokens

_OPENED = frozenset({("LIMIT", "LP")})
_LONGEST = 10
"""Chunks of a unit and its brackets."""


def without_repeated_units(chunks: Sequence[Chunk], tokens: Tokens, units: Units) -> list[Chunk]:
    """The chunks with each unit in brackets behind a limit in that unit as a filler.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        units: tells which words are units.
    """
    places = pairs_at(chunks, _OPENED)
    out = [*chunks]
    for place in reversed(places):
        behind = chunks[place + 2 : place + _LONGEST]
        end = next((place + 2 + at for at, one in enumerate(behind) if one.tag == "RP"), None)
        if end is None or end == place + 2:
            continue
        first, last = chunks[place + 1].last, chunks[end].first
        unit = chunks[place].value.amount.unit
        if unit is not None and unit_of(first, last, tokens, units) == unit:
            out[place + 1 : end + 1] = [Chunk("FILLER", chunks[place + 1].first, chunks[end].last)]
    return out
