"""Which kinds are let in: "eligible diagnoses include |AML, ALL and CML|" announces a list, any of which will do."""

from __future__ import annotations

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

ELIGIBLE = frozenset(map(fold, ("eligible", "acceptable")))
"""Words, as they are folded, for what is let in."""
_KINDS = frozenset(
    map(
        fold,
        (
            *("disease", "diagnosis", "diagnoses", "type", "subtype", "histology", "histologies", "malignancy"),
            *("cancer", "tumor", "disorder", "indication", "neoplasm", "entity", "entities"),
        ),
    )
)
"""Nouns, as they are folded, for what there are kinds of."""
_SMALL = frozenset({"which", "that", "will", "be", "are", "is", "the", "include", "including", "as", "follow"})
_MOST = 10
"""Tokens of what announces the list."""
_ANNOUNCING = frozenset({"include", "are", "is", "follow"})


def with_eligible_kinds(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with the words for which kinds are let in, at the head of a criterion, as what announces a list.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    said = ELIGIBLE | _KINDS | _SMALL
    end = next((at for at in range(min(len(tokens), _MOST)) if tokens.folded[at] not in said), 0)
    words = tokens.folded[:end]
    if ELIGIBLE.isdisjoint(words) or _KINDS.isdisjoint(words):
        return chunks
    if words[-1] not in _ANNOUNCING and tokens.folded[end] != ":":
        return chunks
    rest = [chunk for chunk in chunks if chunk.last > end]
    if not rest or rest[0].first < end:
        return chunks
    if rest[0].tag == "COMMA":
        rest = rest[1:]
    return [Chunk("LISTED", 0, end), *rest]
