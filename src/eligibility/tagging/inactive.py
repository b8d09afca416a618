"""What is inactive: people are, by themselves, who move little; "|inactive| ulcerative colitis" is a colitis that is."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

INACTIVE = fold("inactive")
"""The word, folded, that names how people live where no condition follows it."""


def with_inactive(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with "inactive" right before a condition as a modifier of it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        before = out[-1] if out else None
        if before is not None and _is_of(chunk, before, tokens):
            out.pop()
            chunk.value.modifiers.insert(0, Modifier("control", INACTIVE, before.first, before.last))
        out.append(chunk)
    return out


def _is_of(chunk: Chunk, before: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk names a condition, and the one right before it is the word."""
    if chunk.tag != "ENTITY" or chunk.value.domain != "condition" or before.tag != "ENTITY":
        return False
    return tokens.folded[before.first : before.last] == [INACTIVE]
