"""Extreme lengths: the bound that a word before what lasts says: "|minimum| disease duration of 2 years"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Side
from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_SIDES: dict[str, Side] = {"minimum": "lower", "minimal": "lower", "maximum": "upper", "maximal": "upper"}
EXTREMES = frozenset(_SIDES)
"""Words, folded, without one of which no length is an extreme."""
_DURATION = "duration"
_NAMED = 3
"""Tokens of a name between the word and "duration", at most, and the word."""


def with_extreme_lengths(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with each duration that is called the least or the most as a bound.

    The word itself becomes a chunk of its own, so that it is no part of the name of what lasts.

    Args:
        amounts: the limits and times, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    for chunk in amounts:
        when = chunk.value
        at = _extreme(chunk, tokens) if isinstance(when, When) and when.kind == "lasting" else None
        if at is None or when.limit is None or when.limit.compared:
            out.append(chunk)
            continue
        if at < chunk.first:
            out.append(Chunk("FILLER", at, at + 1))
        out.append(replace(chunk, value=replace(when, limit=when.limit.one_sided(_SIDES[tokens.folded[at]]))))
    return out


def _extreme(chunk: Chunk, tokens: Tokens) -> int | None:
    """The place of the word that makes a duration an extreme, in it or before the name that it stands with."""
    said = tokens.folded[chunk.first : chunk.last]
    if _DURATION not in said:
        return None
    end = chunk.first + said.index(_DURATION)
    return next((at for at in range(max(chunk.first - _NAMED, 0), end) if tokens.folded[at] in _SIDES), None)
