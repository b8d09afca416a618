"""Leading cases: whom what follows is asked of, told first by what they have: "|for patients undergoing MRI|, gout"."""

from __future__ import annotations

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LEADING = ["LINK"]
"""The tags that a criterion begins with where one is told."""
_OF_WHOM = frozenset({"for", "in", "among"})
PEOPLE = frozenset(
    map(fold, ("patients", "subjects", "participants", "individuals", "volunteers", "persons", "those", "people"))
)
_NAMING = frozenset({"ENTITY", "WORDS", "MODIFIER", "OR", "SLASH", "AND", "FILLER"})


def with_leading_case(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks, with the preposition that a criterion begins with as "if", where people and what they have follow.

    Args:
        chunks: those of a criterion that begins with a link, in reading order.
        tokens: the criterion.
        lexicon: has the word for what holds in a case.
    """
    first, place = chunks[0], 1
    if tokens.folded[first.first] not in _OF_WHOM or place == len(chunks):
        return chunks
    if chunks[place].tag != "SEX" and tokens.folded[first.last] not in PEOPLE:
        return chunks
    while place < len(chunks) and chunks[place].tag in {"FILLER", "SEX"}:
        place += 1
    if place == len(chunks) or chunks[place].tag != "STATUS":
        return chunks
    place += 1
    begin = place
    while place < len(chunks) and chunks[place].tag in _NAMING:
        place += 1
    if place == begin or place + 1 >= len(chunks) or chunks[place].tag not in {"COMMA", "COLON"}:
        return chunks
    return [Chunk("IF", first.first, first.last, lexicon.cue("if", "if")), *chunks[1:]]
