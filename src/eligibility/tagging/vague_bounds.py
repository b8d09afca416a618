"""Vague bounds: one bound with two numbers: "life expectancy of |at least 3 to 6 months|", "|at most 2-3| relapses".

The one that asks less is taken: at least 3, at most 3. Ages are said so where a range is meant ("at least 18 to 75").
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit, Side
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_SIDES: dict[str, Side] = {
    "least": "lower", "minimum": "lower", "more": "lower", "greater": "lower", "longer": "lower", "over": "lower",
    "most": "upper", "maximum": "upper", "less": "upper", "fewer": "upper", "under": "upper",
    "minimal": "lower", "maximal": "upper",
}  # fmt: skip
"""Words, folded, that say of which side a bound is."""
BOUNDS = frozenset(_SIDES)
"""Words, folded, without one of which no bound is vague."""
_THROUGH = frozenset({"to", "-"})
_TURNING = frozenset({"no", "not"})
_AGED = frozenset({"age", "aged", "old"})
"""Words, folded, with which years are ages."""
_MOST = 5
"""Tokens before the first number of a bound."""


def with_vague_bounds(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with each bound that has two numbers as one with that which asks less.

    Args:
        amounts: the limits and times, in reading order.
        tokens: the criterion.
    """
    out = [*amounts]
    aged = not _AGED.isdisjoint(tokens.words)
    for at, chunk in enumerate(amounts):
        if chunk.tag == "LIMIT":
            limit: Limit = chunk.value
        elif chunk.tag == "WHEN" and chunk.value.limit is not None:
            limit = chunk.value.limit
        else:
            continue
        side = _vague_side(limit, tokens)
        if side is None or (aged and limit.in_years):
            continue
        bound = replace(limit.one_sided(side), inferred="bound-vague")
        out[at] = replace(chunk, value=bound if chunk.tag == "LIMIT" else replace(chunk.value, limit=bound))
    return out


def _vague_side(limit: Limit, tokens: Tokens) -> Side | None:
    """The side of a bound that has two numbers with no more than "to" between them; None for any other limit."""
    lower, upper = limit.lower, limit.upper
    if lower is None or upper is None or lower is upper or limit.paired is not None or limit.one_of:
        return None
    begin = lower.tokens[0]
    if not limit.first < begin <= limit.first + _MOST or upper.tokens[0] != lower.tokens[1] + 1:
        return None
    if tokens.folded[lower.tokens[1]] not in _THROUGH:
        return None
    said = tokens.folded[limit.first : begin]
    side = next((_SIDES[word] for word in said if word in _SIDES), None)
    if side is None or _TURNING.isdisjoint(said):
        return side
    return "upper" if side == "lower" else "lower"
