"""Inserted times: "asthma or, |in the past year|, a seizure" divides no list; the time is that of what follows."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

RELATIVES = frozenset({"who", "that", "which", "whom"})
"""Words that what is said of somebody or something follows: "patients |who|, in the past year, ..."."""
_JOINS = frozenset({"AND", "OR"})
_COMMA, _TIME = "COMMA", "WHEN"
_INSERTED = 3
"""Chunks of a time and the commas around it."""


def with_inserted(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with the commas around a time right behind "and", "or" or "who" as filler.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = list(chunks)
    for at in range(1, len(chunks) - _INSERTED):
        if chunks[at].tag != _COMMA or chunks[at + 1].tag != _TIME or chunks[at + 2].tag != _COMMA:
            continue
        before = chunks[at - 1]
        if before.tag in _JOINS or tokens.folded[before.last - 1] in RELATIVES:
            for place in (at, at + 2):
                out[place] = Chunk("FILLER", chunks[place].first, chunks[place].last)
    return out
