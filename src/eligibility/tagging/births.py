"""Births: the side of a length of pregnancy that a preposition says: "born |before| 32 weeks of gestation"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Side
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.tokens import Tokens

BORN = "born"
"""The word for having come into the world."""
_LINKED = frozenset({("LINK", "LIMIT")})
_SIDES: dict[str, Side] = {"before": "upper", "after": "lower"}
"""Prepositions before the week of birth, and the end of it that they say."""
_WEEKS = "wk"


def dated_births(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each week before or after which somebody is born as a limit with that side.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion, in which somebody is born.
    """
    out = chunks
    for place in reversed(pairs_at(chunks, _LINKED)):
        link, weeks = chunks[place], chunks[place + 1]
        side = _SIDES.get(tokens.folded[link.first]) if link.last - link.first == 1 else None
        if side is None or not link.first or tokens.folded[link.first - 1] != BORN:
            continue
        limit = weeks.value
        if limit.compared or limit.is_range or limit.amount.unit != _WEEKS:
            continue
        sided = replace(limit.one_sided(side), first=link.first, lower_inclusive=False, upper_inclusive=False)
        out = out.copy() if out is chunks else out
        out[place : place + 2] = [Chunk("LIMIT", link.first, weeks.last, sided)]
    return out
