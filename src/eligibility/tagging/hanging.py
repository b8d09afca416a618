"""Denials with nothing behind them: "BMI ≥ 35 with comorbidity, or ≥ 40 |without|" denies no limit."""

from __future__ import annotations

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

WITHOUT = "without"
_ENDS = frozenset({"COMMA", "SEMI", "RP", "STOP", "OR", "AND"})
"""Tags of what may follow a denial that has nothing behind it."""


def without_hanging(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each "without" that hangs behind a limit as a filler.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = chunks
    for place in range(1, len(chunks)):
        chunk = chunks[place]
        if chunk.tag != "NEG" or chunks[place - 1].tag != "LIMIT" or tokens.folded[chunk.last - 1] != WITHOUT:
            continue
        if place + 1 == len(chunks) or chunks[place + 1].tag in _ENDS:
            out = chunks.copy() if out is chunks else out
            out[place] = Chunk("FILLER", chunk.first, chunk.last)
    return out
