"""Attributes: a name with a denial glued to it that only describes what follows: "|fever-free| interval"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_NAMES = frozenset({"ENTITY", "WORDS"})
_GLUED = 3
"""Chunks of an attribute and what it describes."""


def attributes(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each such name, and the noun that it describes, as words: they deny nothing that anybody has.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        found = chunks[place : place + _GLUED]
        if _describes(found, tokens):
            out.append(Chunk("WORDS", found[0].first, found[-1].last))
            place += _GLUED
        else:
            out.append(chunks[place])
            place += 1
    return out


def _describes(found: Sequence[Chunk], tokens: Tokens) -> bool:
    if len(found) < _GLUED or found[1].tag != "NEG_AFTER" or found[0].tag not in _NAMES:
        return False
    _, free, noun = found
    glued = free.value.attrs.get("glued") and tokens.folded[free.first - 1] == "-"
    timed = noun.tag == "FILLER" and noun.value is not None and noun.value.kind == "time_unit"
    return bool(glued) and noun.first == free.last and (noun.tag in _NAMES or timed)
