"""Ratios: two measurements and the word make a measurement of their own: "total cholesterol/HDL ratio"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens

RATIOS = frozenset({"ratio", "ratios"})
_LENGTH = 4
"""Chunks of a ratio: two measurements, what stands between them, and the word."""


def ratios(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """Chunks with each ratio of two measurements, that no concept of the rules is called, as one."""
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        found = chunks[place : place + _LENGTH]
        if len(found) == _LENGTH and _is_ratio(found, tokens):
            first, last = found[0].first, found[-1].last
            out.append(Chunk("ENTITY", first, last, Entity(first, last, "measurement", by="ratio")))
            place += _LENGTH
        else:
            out.append(chunks[place])
            place += 1
    return out


def _is_ratio(found: Sequence[Chunk], tokens: Tokens) -> bool:
    one, between, two, word = found
    parts = tokens.folded[between.first : between.last]
    joined = between.tag in {"SLASH", "COLON"} or (between.tag == "LINK" and parts == ["to"])
    named = word.tag == "WORDS" and word.last - word.first == 1 and tokens.folded[word.first] in RATIOS
    return joined and named and all(each.tag == "ENTITY" and each.value.domain == "measurement" for each in (one, two))
