"""Ratios: two measurements and the word make a measurement of their own.

"Total cholesterol/HDL |ratio|", "|ratio of| total cholesterol to HDL"; so do two with a colon in one word: "AST|:|ALT".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens

RATIOS = frozenset({"ratio", "ratios"})
_LENGTH = 4
"""Chunks of a ratio: two measurements, what stands between them, and the word."""
_OF_LENGTH = 5
"""Chunks of one whose word stands before it, with its "of"."""


def ratios(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """Chunks with each ratio of two measurements, that no concept of the rules is called, as one."""
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        found = chunks[place : place + _OF_LENGTH]
        length = _length(found, tokens)
        if length:
            first, last = found[0].first, found[length - 1].last
            out.append(Chunk("ENTITY", first, last, Entity(first, last, "measurement", by="ratio")))
            place += length
        else:
            out.append(chunks[place])
            place += 1
    return out


def without_word(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """Chunks with each ratio of two measurements that a colon without spaces parts as one: "AST|:|ALT > 1.5"."""
    out = chunks
    for place in range(len(chunks) - 2, 0, -1):
        colon, behind = chunks[place], chunks[place + 1]
        if colon.tag != "COLON" or behind.tag != "ENTITY" or not tokens.glued[colon.first]:
            continue
        if (
            tokens.glued[behind.first]
            and colon.last == behind.first
            and _are_compared(chunks[place - 1 : place + 2], tokens)
        ):
            first, last = chunks[place - 1].first, behind.last
            whole = Chunk("ENTITY", first, last, Entity(first, last, "measurement", by="ratio"))
            out = [*out[: place - 1], whole, *out[place + 2 :]]
    return out


def _length(found: Sequence[Chunk], tokens: Tokens) -> int:
    """How many chunks the ratio has that begins some chunks; 0 without one."""
    if len(found) >= _LENGTH and _is_word(found[_LENGTH - 1], tokens) and _are_compared(found[: _LENGTH - 1], tokens):
        return _LENGTH
    if len(found) < _OF_LENGTH or not _is_word(found[0], tokens) or found[1].tag != "OF":
        return 0
    return _OF_LENGTH if _are_compared(found[2:], tokens) else 0


def _is_word(chunk: Chunk, tokens: Tokens) -> bool:
    return chunk.tag == "WORDS" and chunk.last - chunk.first == 1 and tokens.folded[chunk.first] in RATIOS


def _are_compared(found: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether two measurements stand on either side of a stroke, a colon or "to"."""
    one, between, two = found
    parts = tokens.folded[between.first : between.last]
    joined = between.tag in {"SLASH", "COLON"} or (between.tag == "LINK" and parts == ["to"])
    return joined and all(each.tag == "ENTITY" and each.value.domain == "measurement" for each in (one, two))
