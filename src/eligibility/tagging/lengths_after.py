"""Lengths of what came before: "relapse |following 6 months of| lithium" is no time ahead, but after so much of it."""

from __future__ import annotations

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

NEXT = "following"
"""The word that a time ahead begins with, and that stands for "after" before a length of something."""
_AFTER = ("after",)
_OF_SOMETHING = frozenset({("WHEN", "OF")})


def with_lengths_after(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with "following" before a length of something as what it says: after.

    Args:
        chunks: what a criterion consists of; they are changed.
        tokens: the criterion.
        lexicon: knows what "after" says.
    """
    cue = lexicon.phrases.cue(_AFTER, "link")
    for at in reversed(pairs_at(chunks, _OF_SOMETHING)):
        when: When = chunks[at].value
        first = chunks[at].first
        if tokens.folded[first] == NEXT and when.limit is not None and when.limit.first == first + 1:
            chunks[at : at + 1] = [
                Chunk("LINK", first, first + 1, cue),
                Chunk("LIMIT", first + 1, chunks[at].last, when.limit),
            ]
    return chunks
