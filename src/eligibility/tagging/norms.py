"""Norms: by what a normal value differs, which limits nobody: "≤ 1.5 x ULN |for age and sex|", "normal |for age|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

AGE, FOR = "age", "for"
"""Folded words without which no norm is said to go by age."""
_BESIDE = frozenset({"sex", "gender", "height", "weight", "race", "age"})
"""Words, folded, for what norms go by beside age."""
_JOINING = frozenset({"AND", "SLASH", "COMMA"})
_NAMED = frozenset({"WORDS", "SEX", "AGE", "ENTITY"})
_LINKED = 2
"""Chunks from "for age" back to what is normal."""


def by_age(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with what a normal value goes by as no age of anybody (FILLER).

    Args:
        chunks: those of a criterion.
        tokens: the criterion.
    """
    out = list(chunks)
    for place in range(_LINKED, len(chunks)):
        link = chunks[place - 1]
        if chunks[place].tag != "AGE" or link.tag != "LINK" or tokens.folded[link.last - 1] != FOR:
            continue
        end = _end(place + 1, chunks, tokens)
        limited = end < len(chunks) and chunks[end].tag == "LIMIT"
        if not limited and _is_normal(place - _LINKED, chunks):
            out[place - 1 : end] = [replace(one, tag="FILLER", value=None) for one in chunks[place - 1 : end]]
    return out


def _end(place: int, chunks: Sequence[Chunk], tokens: Tokens) -> int:
    """Where the names of what a norm goes by end: "age|, sex and height|"."""
    while place + 1 < len(chunks) and chunks[place].tag in _JOINING:
        further = place + 1 + (chunks[place + 1].tag in _JOINING)
        if further >= len(chunks) or chunks[further].tag not in _NAMED:
            break
        limited = further + 1 < len(chunks) and chunks[further + 1].tag == "LIMIT"
        if limited or not _BESIDE.issuperset(tokens.folded[chunks[further].first : chunks[further].last]):
            break
        place = further + 1
    return place


def _is_normal(place: int, chunks: Sequence[Chunk]) -> bool:
    """Whether a chunk ends what is normal: "≤ 2 x |ULN|", "|normal|", "normal |creatinine|"."""
    chunk = chunks[place]
    if chunk.tag == "LIMIT":
        return bool(chunk.value.ref)
    return chunk.tag == "VALUE" or (chunk.tag == "ENTITY" and place > 0 and chunks[place - 1].tag == "VALUE")
