"""What has come back: "|relapsed| within 6 months of rituximab" is a relapse, and not said of the rituximab."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

RETURNED = "relapsed"
"""The word that stands before what has come back, or by itself."""
_RETURN = "recurrent disease"
"""The concept that it is by itself."""
_WORSE = "disease progression"
"""What it may be listed with: "|relapsed or| progressed within a year"."""
_AFTER = frozenset({"after", "following", "during", "on", "despite"})
"""Words before what it came back after."""
_PASSED_OVER = frozenset({"FILLER", "STATUS"})
_NAMES = frozenset({"ENTITY", "WORDS"})


def with_returns(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such word that stands by itself, before a time, as what has happened.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: names what has happened.
    """
    rule = lexicon.named(_RETURN)
    out = list(chunks)
    for place, chunk in enumerate(chunks):
        if chunk.tag != "MODIFIER" or tokens.folded[chunk.first : chunk.last] != [RETURNED] or rule is None:
            continue
        if _goes_on(chunks[place + 1 : place + 3], tokens) and not _is_of_name(chunks, place):
            entity = Entity(chunk.first, chunk.last, rule.domain, rule)
            out[place] = Chunk("ENTITY", chunk.first, chunk.last, entity)
    return out


def _goes_on(following: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether what follows says when it was, or what else may have happened then."""
    tags = tags_of(following)
    if tags[:1] == ["LINK"]:
        return tokens.folded[following[0].last - 1] in _AFTER
    if tags == ["OR", "ENTITY"]:
        rule = following[1].value.rule
        return rule is not None and bool(rule.name == _WORSE)
    return tags[:1] == ["WHEN"] and following[0].value.limit is not None


def _is_of_name(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a name stands before it, of which it is said: "lymphoma that has |relapsed|"."""
    while place and chunks[place - 1].tag in _PASSED_OVER:
        place -= 1
    return place > 0 and chunks[place - 1].tag in _NAMES
