"""Spacing: what is measured between two things is one measurement: "distance between the cyst and the skin > 5 mm"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens

BETWEEN = "between"
_SPACES = frozenset({"distance", "difference", "ratio", "gap", "discrepancy"})
"""Words for what lies between two things."""
_NAMING = frozenset({"ENTITY", "WORDS", "FILLER", "MODIFIER", "SLASH"})
"""Tags of what either of the two things may be named by."""
_LONGEST = 8
"""Chunks of the two things and what stands between them."""


def spacing(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """Chunks with what is measured between two things, where a limit is on it, as one."""
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        end = _end(chunk, chunks[place + 1 : place + _LONGEST], tokens, out)
        if end is None:
            out.append(chunk)
            place += 1
            continue
        first = out.pop().first if tokens.folded[chunk.first] == BETWEEN else chunk.first
        place += end
        last = chunks[place].last
        out.append(Chunk("ENTITY", first, last, Entity(first, last, "measurement", by="between")))
        place += 1
    return out


def _end(chunk: Chunk, following: Sequence[Chunk], tokens: Tokens, before: Sequence[Chunk]) -> int | None:
    """How many chunks further a measure that begins at a chunk, or right before it, ends; None where none does."""
    if chunk.tag != "WORDS" or not _begins(chunk, tokens, before):
        return None
    joined = 0
    for place, one in enumerate(following, 1):
        if one.tag == "AND":
            joined = place if joined == 0 else -1
        elif one.tag == "LIMIT" and 0 < joined < place - 1 and not one.value.calendar:
            return place - 1
        elif one.tag not in _NAMING:
            return None
    return None


def _begins(chunk: Chunk, tokens: Tokens, before: Sequence[Chunk]) -> bool:
    """Whether words go on with, or begin with, what lies "between"."""
    said = tokens.folded[chunk.first : chunk.last]
    if said[0] == BETWEEN:
        adjoins = bool(before) and before[-1].tag in {"ENTITY", "WORDS"} and before[-1].last == chunk.first
        return adjoins and tokens.folded[chunk.first - 1] in _SPACES
    return BETWEEN in said and said[said.index(BETWEEN) - 1] in _SPACES
