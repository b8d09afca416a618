"""Plans: "plan" alone in a list is what somebody has, and no verb: "suicidal ideation, |plan|, or attempt"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

PLAN = "plan"
_BETWEEN = frozenset({"COMMA", "AND", "OR", "SLASH", "LP", "RP", "STOP", "SEMI"})
"""Tags of what parts the items of a list."""


def with_plans(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each such word as a plain one.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion, in which the word is.
    """
    last = len(chunks) - 1
    return [
        Chunk("WORDS", chunk.first, chunk.last)
        if place
        and chunk.tag != "WORDS"
        and tokens.folded[chunk.first : chunk.last] == [PLAN]
        and chunks[place - 1].tag in _BETWEEN
        and (place == last or chunks[place + 1].tag in _BETWEEN)
        else chunk
        for place, chunk in enumerate(chunks)
    ]
