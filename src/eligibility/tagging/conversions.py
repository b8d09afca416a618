"""Conversions: what one unit is in another, which limits nothing: "(1 cmH2O = 0.098 kPa)", "1 drink = 360 mL beer"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

EQUALS = "="
_DRUNK = frozenset({"{drinks}", "{alcohol_units}", "U"})
"""Units, in UCUM, that are told by amounts of several things: "1 unit = |360 mL beer or 150 mL wine|"."""
_ENDS = frozenset({"(", ")", "]", ";", "."})
"""Signs that end what a unit is of several things."""


def without_conversions(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with each conversion as words that say nothing.

    Args:
        amounts: the limits and times, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    for chunk in amounts:
        if out and chunk.first < out[-1].last:
            continue
        if out and _is_conversion(out[-1], chunk, tokens):
            drunk = out[-1].value.amount.unit in _DRUNK
            out[-1] = Chunk("FILLER", out[-1].first, _end(chunk.last, tokens) if drunk else chunk.last)
        else:
            out.append(chunk)
    return out


def _end(place: int, tokens: Tokens) -> int:
    """Where the brackets or the sentence end that a token stands in."""
    return next((at for at in range(place, len(tokens)) if tokens.folded[at] in _ENDS), len(tokens))


def _is_conversion(one: Chunk, two: Chunk, tokens: Tokens) -> bool:
    """Whether one of a unit is set equal to an amount in another unit, right behind it."""
    if one.tag != "LIMIT" or two.tag != "LIMIT" or one.last != two.first or tokens.folded[two.first] != EQUALS:
        return False
    first, second = _exact(one.value), _exact(two.value)
    return first is not None and second is not None and first[0] == 1 and first[1] != second[1]


def _exact(limit: Limit) -> tuple[float, str] | None:
    """The number and the unit of a limit that is one number; None where it is another, or has no unit."""
    amount = limit.amount
    if limit.lower is not limit.upper or amount.number is None or amount.unit is None:
        return None
    return amount.number, amount.unit
