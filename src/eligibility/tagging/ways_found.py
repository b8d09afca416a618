"""How something was found, told by an adverb and by a means: "gout diagnosed clinically |or by joint aspiration|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

ADVERBS = frozenset(map(fold, ("clinically", "histologically", "cytologically", "pathologically")))
"""Words that say how something was found."""
_PATHOLOGY = fold("pathology")
"""The name of a condition, which behind "by" is what finds one."""
_MEANS = 3
"""Chunks of a further means: "|or |by |biopsy|"."""


def with_ways_found(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each further means as a part of the modifier that says how something was found.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        place += 1
        if chunk.tag == "MODIFIER" and tokens.folded[chunk.last - 1] in ADVERBS and len(chunk.value) > 1:
            start = _behind_brackets(chunks, place)
            if _is_means(chunks[start : start + _MEANS], tokens):
                place = start + _MEANS
                last = chunks[place - 1].last
                *others, how = chunk.value
                chunk = Chunk("MODIFIER", chunk.first, last, [*others, replace(how, last=last)])
        out.append(chunk)
    return out


def _behind_brackets(chunks: Sequence[Chunk], place: int) -> int:
    """The place behind brackets that open at one and name nothing: "clinically |(AASLD criteria)|"; else that place."""
    end = place + 2
    named = end < len(chunks) and [one.tag for one in chunks[place : end + 1]] == ["LP", "FILLER", "RP"]
    return end + 1 if named else place


def _is_means(chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether chunks are a further means by which something may have been found."""
    if [one.tag for one in chunks] != ["OR", "LINK", "ENTITY"] or not chunks[1].value.attrs.get("means"):
        return False
    means = chunks[-1]
    return means.value.domain == "procedure" or tokens.folded[means.first] == _PATHOLOGY
