"""Pointing: words that point to other criteria name nothing, and their numbers limit nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from eligibility.segment import pointers
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens


def with_pointers(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times, and in the place of some the words that point to others: "as in |inclusion criterion 3|".

    Args:
        amounts: the limits and times of a criterion.
        tokens: the criterion.
    """
    said = [one for one in pointers(tokens.text) if one.numbers]
    if not said:
        return amounts
    words = [Chunk("WORDS", bisect_left(tokens.starts, one.start), bisect_left(tokens.starts, one.end)) for one in said]
    taken = {place for chunk in words for place in range(chunk.first, chunk.last)}
    return [*(chunk for chunk in amounts if taken.isdisjoint(range(chunk.first, chunk.last))), *words]
