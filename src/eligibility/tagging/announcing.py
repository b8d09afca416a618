"""What announces a list, with the words that say no more: "the following |diseases|", "the following |items apply|"."""

from __future__ import annotations

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

FOLLOWING = frozenset(map(fold, ("following", "these")))
_ANNOUNCED = frozenset({
    "condition", "criterion", "item", "diseas", "disorder", "illness", "diagnos", "requirement", "situation", "point",
    "circumstance", "standard", "feature", "factor", "symptom", "finding", "parameter", "case", "category", "statement",
    "complication", "abnormality", "characteristic", "drug", "medication", "agent", "substance", "medicine", "product",
    "ingredient", "component", "laboratory", "lab", "value", "result", "test", "medical", "clinical", "concomitant",
    "apply", "exist", "are", "is", "met", "fulfilled", "satisfied", "true", "present",
})  # fmt: skip
_ANNOUNCING = frozenset({"LISTED", "DEFINED"})
_NAMING = frozenset({"WORDS", "ENTITY"})
_ENDS = frozenset({"COLON", "STOP", "LP", "FILLER", "LINK", "MUST", "NEG", "NEG_AFTER", "OPTIONAL_AFTER"})


def with_announced(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with such words behind "the following", before a colon or at the end, as fillers.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out, behind = chunks, False
    for place, chunk in enumerate(chunks):
        if chunk.tag in _ANNOUNCING and not FOLLOWING.isdisjoint(tokens.folded[chunk.first : chunk.last]):
            behind = True
        elif behind and chunk.tag in _NAMING and _says_no_more(chunks, place, tokens):
            out = chunks.copy() if out is chunks else out
            out[place] = Chunk("FILLER", chunk.first, chunk.last)
        else:
            behind = behind and chunk.tag == "FILLER"
    return out


def _says_no_more(chunks: list[Chunk], place: int, tokens: Tokens) -> bool:
    if place + 1 < len(chunks) and chunks[place + 1].tag not in _ENDS:
        return False
    chunk = chunks[place]
    if chunk.tag == "ENTITY" and chunk.value.modifiers:
        return False
    return _ANNOUNCED.issuperset(tokens.folded[chunk.first : chunk.last])
