"""Conditions that are all a criterion asks: "Patients are eligible |if| they have gout, are adults and smoke"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

LET_IN = frozenset(
    {"eligible", "included", "enrolled", "recruited", "enroled", "qualify", "participate", "enter", "join"}
)
"""Words, folded, that say that somebody takes part."""


def eligible_if(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with "if" as a filler where nothing but that people take part stands before it in its sentence.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = list(chunks)
    begin: int | None = 0
    for place, chunk in enumerate(chunks):
        if chunk.tag == "STOP":
            begin = place + 1
        elif begin is not None and chunk.tag == "IF" and place > begin and not chunk.value.attrs.get("denied"):
            before = tokens.folded[chunks[begin].first : chunk.last]
            if not LET_IN.isdisjoint(before):
                out[place] = Chunk("FILLER", chunk.first, chunk.last)
            begin = None
        elif chunk.tag != "FILLER":
            begin = None
    return out
