"""Criteria of which so many are met: "lupus with |≥ 5 ACR criteria|"; elsewhere their name says nothing more."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

CRITERION = "criterion"
"""The word, folded, that the name of criteria ends in."""


def counted_criteria(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with the name of criteria right behind a bare number as words, which are counted.

    Args:
        chunks: those of a criterion.
        tokens: the criterion.
    """
    out = list(chunks)
    for place in range(1, len(chunks)):
        before, chunk = chunks[place - 1], chunks[place]
        if chunk.tag != "FILLER" or before.tag != "LIMIT" or tokens.folded[chunk.last - 1] != CRITERION:
            continue
        if before.value.amount.unit_tokens is None and before.value.compared:
            out[place] = replace(chunk, tag="WORDS", value=None)
    return out
