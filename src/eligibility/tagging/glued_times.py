"""Glued times: "past" with a dash and a unit of time behind it says when something was: "|past-month| cannabis use".

No time is read of it so far: the words stand for themselves, and do not say that something was at any time.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

DASH = "-"
GLUED = frozenset({"year", "month", "week", "day"})
"""Words of which one is behind the dash."""
_STATUS = "STATUS"
_UNIT = "time_unit"


def with_glued_times(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such time as plain words.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion, in which a dash is.
        lexicon: knows the units of time.
    """
    out: list[Chunk] = []
    until = 0
    for chunk in chunks:
        if chunk.first < until:
            continue
        if chunk.tag == _STATUS and _is_glued(chunk.last, tokens, lexicon):
            until = chunk.last + 2
            out.append(Chunk("WORDS", chunk.first, until))
        else:
            out.append(chunk)
    return out


def _is_glued(place: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a dash and a unit of time follow at once."""
    if tokens.folded[place : place + 1] != [DASH] or not tokens.glued[place]:
        return False
    return lexicon.phrases.cue(tokens.folded[place + 1 : place + 2], _UNIT) is not None
