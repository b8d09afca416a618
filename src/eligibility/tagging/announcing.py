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
    "ingredient", "component", "sign", "event", "procedure", "treatment", "therapy", "type", "kind", "location",
    "subtype", "laboratory", "lab", "value", "result", "test", "medical", "clinical", "concomitant",
    "apply", "exist", "are", "is", "met", "fulfilled", "satisfied", "true", "present",
})  # fmt: skip
_KINDS = frozenset({"type", "kind", "location", "subtype"})
"""Words behind the name of something, the kinds of which are listed: "the following tumor |types|"."""
_ANNOUNCING = frozenset({"LISTED", "DEFINED"})
_NAMING = frozenset({"WORDS", "ENTITY"})
_JOINTS = frozenset({"OR", "AND", "SLASH", "COMMA"})
_ENDS = frozenset({"COLON", "STOP", "LP", "FILLER", "LINK", "MUST", "NEG", "NEG_AFTER", "OPTIONAL_AFTER", "WHEN"})


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
        elif behind and (end := _end(chunks, place, tokens)) > place:
            out = chunks.copy() if out is chunks else out
            out[place:end] = [Chunk("FILLER", one.first, one.last) for one in chunks[place:end]]
            behind = False
        else:
            behind = behind and (chunk.tag == "FILLER" or _is_kind(chunks, place + 1, tokens))
    return out


def _end(chunks: list[Chunk], place: int, tokens: Tokens) -> int:
    """The place behind words at one that say no more, joined to each other; the same place where they do say more.

    Before a colon, so does a name that "or" joins to such a word: "the following |cardiac diseases or procedures|:".
    """
    end = place + (chunks[place].tag in _JOINTS)
    plain, named = end - place, 0
    while end < len(chunks) and chunks[end].tag in _NAMING:
        if says_no_more(chunks[end], tokens):
            plain += 1
        else:
            named += 1
        end += 1
        if end == len(chunks) or chunks[end].tag in _ENDS:
            return end if plain and (not named or _is_introduced(chunks, end)) else place
        if chunks[end].tag not in _JOINTS:
            return place
        end += 1
    return place


def says_no_more(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is such a word, which says only what sort of things are listed."""
    if chunk.tag == "ENTITY" and chunk.value.modifiers:
        return False
    return _ANNOUNCED.issuperset(tokens.folded[chunk.first : chunk.last])


def _is_kind(chunks: list[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether the chunk at a place only says that what is named before it is of several kinds."""
    return place < len(chunks) and chunks[place].tag == "WORDS" and tokens.folded[chunks[place].first] in _KINDS


def _is_introduced(chunks: list[Chunk], place: int) -> bool:
    """Whether a colon stands at a place, or behind the time that does."""
    place += place < len(chunks) and chunks[place].tag == "WHEN"
    return place < len(chunks) and chunks[place].tag == "COLON"
