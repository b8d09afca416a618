"""Attributive words: those that say by themselves how people live or what was done to them, but describe what follows.

"|Inactive| colitis" is quiet, and inactive people move little; "|referred| pain" is no pain of referred patients.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_KINDS = {(fold("inactive"), "ENTITY"): "control", (fold("referred"), "LINK"): "nature"}
"""The kind of modifier that a word is right before a condition, by the tag that it has by itself."""
ATTRIBUTIVE = frozenset(word for word, _ in _KINDS)
"""Words, folded, without one of which no chunk is one."""
_PAIN = "pain"
"""What is referred."""


def with_attributes(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each such word right before a condition as a modifier of it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        said = _said_of(chunk, out[-1], tokens) if out and chunk.tag == "ENTITY" else None
        if said is not None:
            out.pop()
            chunk.value.modifiers.insert(0, said)
        out.append(chunk)
    return out


def _said_of(chunk: Chunk, before: Chunk, tokens: Tokens) -> Modifier | None:
    """The modifier that the chunk before a name is; None where it is none."""
    kind = _KINDS.get((tokens.folded[before.first], before.tag))
    if kind is None or before.last != before.first + 1 or chunk.value.domain != "condition":
        return None
    if before.tag == "LINK" and _PAIN not in tokens.folded[chunk.first : chunk.last]:
        return None
    return Modifier(kind, tokens.folded[before.first], before.first, before.last)
