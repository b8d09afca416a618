"""Signs of results: "HER2|+|" is positive, and "HIV|-|" is negative."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.nouns import Piece
from eligibility.tagging.tokens import Tokens

RESULTS = {"+": "positive", "-": "negative"}
"""Signs glued to what is tested, and the words that say the same."""
_MINUS = "-"
_TESTED = frozenset({"procedure", "device"})
_LABORATORY = "laboratory"
_BOTH = "together with"
"""Words that say that both are meant, in whichever list."""
_SIGNED = 2
"""Chunks of a name and the sign behind it."""
_CONDITION = "condition"
_SUSPENDED = frozenset({"or", "and", "to", "and/or"})
"""Words behind a hyphen that stands for a noun to come: "breast- |and| ovarian cancer"."""
_LISTED = frozenset({",", "-"})
_LONGEST = 24
"""Tokens of a list of acronyms with hyphens at most: "HIV-, HBV- or"."""


def results(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each sign behind what is tested, and glued to it, as its result.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the words for results.
    """
    out = list(chunks)
    for place in range(1, len(out)):
        chunk, before = out[place], out[place - 1]
        if chunk.tag == "SLASH" and _is_sign(before, tokens) and _is_signed(out, place, tokens):
            out[place] = Chunk("AND", chunk.first, chunk.last, lexicon.cue(_BOTH, "and"))
        if chunk.tag != "FILLER" or before.tag != "ENTITY" or chunk.first != before.last:
            continue
        said = RESULTS.get(tokens.folded[chunk.first])
        if said is None or not tokens.glued[chunk.first] or not _is_tested(before, chunk, tokens):
            continue
        cue = lexicon.cue(said, "value")
        if cue is not None:
            out[place] = Chunk("VALUE", chunk.first, chunk.last, cue)
    return out


def is_of_words(place: int, pieces: Sequence[Piece], tokens: Tokens) -> bool:
    """Whether a result is glued to words that name no test: "|XYZ-negative| lymphoma" is lymphoma, and not none."""
    if not pieces or place < _SIGNED or tokens.folded[place - 1] != _MINUS or not tokens.glued[place]:
        return False
    return pieces[-1][2] is None and pieces[-1][1] == place - 1


def _is_sign(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is a sign that is read as a result."""
    return chunk.tag == "VALUE" and tokens.folded[chunk.first] in RESULTS


def _is_signed(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether what a stroke parts from a result has one as well: "ER+|/HER2-|", which asks for both."""
    following = chunks[place + 1 : place + 3]
    return len(following) == _SIGNED and following[0].tag == "ENTITY" and tokens.folded[following[1].first] in RESULTS


def _is_tested(before: Chunk, sign: Chunk, tokens: Tokens) -> bool:
    """Whether a name is that of a test, or an acronym for what is tested for and a minus sign stands behind it."""
    minus = tokens.folded[sign.first] == _MINUS
    if minus and sign.last < len(tokens) and _is_suspended(sign.last, tokens):
        return False
    if before.value.domain == "measurement":
        return before.value.rule is not None and before.value.rule.kind == _LABORATORY
    if before.value.domain in _TESTED:
        return True
    acronym = before.last - before.first == 1 and tokens.written[before.first].isupper()
    return minus and acronym and before.value.domain == _CONDITION and not _begins(sign.last, tokens)


def _is_suspended(place: int, tokens: Tokens) -> bool:
    """Whether the word that a hyphen stands for is still to come: "HIV-|, HBV- or HCV-infected|", "HIV- |and| HCV".

    Args:
        place: the token behind the hyphen.
        tokens: the criterion.
    """
    if tokens.folded[place] in _SUSPENDED:
        return True
    if tokens.folded[place] != ",":
        return False
    end = min(len(tokens), place + _LONGEST)
    while place < end and (tokens.folded[place] in _LISTED or tokens.written[place].isupper()):
        place += 1
    behind = place + 2
    if behind + 1 >= len(tokens) or tokens.folded[place] not in _SUSPENDED:
        return False
    glued = tokens.glued[behind] and tokens.glued[behind + 1] and tokens.folded[behind] == _MINUS
    return glued and tokens.folded[behind + 1].isalpha()


def _begins(place: int, tokens: Tokens) -> bool:
    """Whether a word with a capital stands there, behind a dash then: "|BPPV-| Patients"."""
    return place < len(tokens) and tokens.written[place].istitle()
