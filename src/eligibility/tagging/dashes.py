"""Dashes between the members of a list: "Diabetes - hypertension - asthma" is one with commas.

One dash alone may say that what follows tells more of what stands before it ("Heart failure - NYHA class III").
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import DEPTHS, Chunk
from eligibility.tagging.tokens import Tokens

DASH = "-"
FEWEST = 2
"""Dashes of which a list has at least so many."""
_DIVIDING = frozenset({"COMMA", "SEMI", "STOP", "COLON", "AND", "OR", "NOR", "BUT"})
"""Tags beside which a dash divides nothing more."""


def dashed(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with dashes that stand between spaces as commas where there are several of them.

    Args:
        chunks: those of a criterion.
        tokens: the criterion.
    """
    places = [place for place in _spaced(chunks, tokens) if _divides(chunks, place)]
    if len(places) < FEWEST:
        return chunks
    out = list(chunks)
    for place in places:
        out[place] = replace(chunks[place], tag="COMMA")
    return out


def _spaced(chunks: Sequence[Chunk], tokens: Tokens) -> list[int]:
    """The places of the dashes that stand between spaces, and in no brackets."""
    found: list[int] = []
    depth, count = 0, len(tokens)
    for place, chunk in enumerate(chunks):
        depth += DEPTHS.get(chunk.tag, 0)
        if depth or chunk.tag != "FILLER" or chunk.last - chunk.first != 1 or tokens.folded[chunk.first] != DASH:
            continue
        if not tokens.glued[chunk.first] and chunk.last < count and not tokens.glued[chunk.last]:
            found.append(place)
    return found


def _divides(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a dash stands between two things."""
    if not 0 < place < len(chunks) - 1:
        return False
    return _DIVIDING.isdisjoint({chunks[place - 1].tag, chunks[place + 1].tag})
