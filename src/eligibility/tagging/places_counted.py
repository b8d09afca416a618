"""Places that are counted: "probing depth ≥ 5 mm |at ≥ 2 sites|" says at how many it was found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.counted import SITES, so_many
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

PLACES = frozenset(map(fold, ("site", "tooth", "lead", "location", "quadrant")))
"""Words for places at which something is measured."""
_AT = frozenset({"at", "in", "on"})
_BETWEEN = 2
"""Words between a number and the places: "2 |contiguous| leads"."""


def with_places(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each number of places behind a limit as that of where the limit was found.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    past = 0
    for place, chunk in enumerate(chunks):
        if chunk.first < past:
            continue
        counted = _counted(chunks, place, tokens) if chunk.tag == "LIMIT" else None
        if counted is None:
            out.append(chunk)
        else:
            past = counted.last
            out[-1] = Chunk("FILLER", out[-1].first, out[-1].last)
            out.append(Chunk("LIMIT", counted.first, counted.last, counted))
    return out


def _counted(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> Limit | None:
    """The number at a place as that of places, if it is one right behind a limit and a preposition."""
    if place < 2 or [one.tag for one in chunks[place - 2 : place]] != ["LIMIT", "LINK"]:
        return None
    limit: Limit = chunks[place].value
    if tokens.folded[limit.first - 1] not in _AT or limit.amount.unit is not None or limit.amount.takes_no_unit:
        return None
    for end in range(limit.last, min(limit.last + _BETWEEN + 1, len(tokens))):
        if tokens.folded[end] in PLACES:
            return replace(so_many(limit, SITES, (limit.last, end + 1)), last=end + 1)
        if not tokens.folded[end].isalpha():
            return None
    return None
