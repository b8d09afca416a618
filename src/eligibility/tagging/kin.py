"""The patient or the family: "malignant hyperthermia in the |patient or first-degree relatives|" is of either."""

from __future__ import annotations

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

KIN = frozenset(map(fold, ("family", "relative", "relatives", "parent", "sibling")))
"""Words, as they are folded, with one of which the family is named."""
_EITHER = ("in", "patient", "or", "in", "family")
"""The phrase of the rules that says so, and whose cue it is."""
_IN = "in"
_PAIRS = frozenset({("LINK", "FILLER")})
_BETWEEN = frozenset({"in", "his", "her", "their", "the", "/", "or"})
_LONGEST = 7
_HYPHEN, _HISTORY = "-", "history"
_PEOPLE = "people"
_AFTER = "family_after"
_LISTED, _BRACKETS = frozenset({("FAMILY", "LP")}), frozenset({"LP", "RP"})
_ENDS = frozenset({"STOP", "SEMI", "RP"})
"""Tags behind which nothing more is said of the family."""


def with_kin(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with "in the patient or |relatives|" as what says whose the thing before it is.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows how the family is named.
    """
    cue = lexicon.phrases.cue(tuple(map(fold, _EITHER)), _AFTER)
    if cue is None:
        return chunks
    for place in reversed(pairs_at(chunks, _PAIRS)):
        if tokens.folded[chunks[place].first : chunks[place].last] != [_IN]:
            continue
        end = _end(chunks, place + 1, tokens, lexicon)
        if end is not None:
            rest = [chunk for chunk in chunks[place + 1 :] if chunk.first >= end]
            chunks = [*chunks[:place], Chunk("FAMILY_AFTER", chunks[place].first, end, cue), *rest]
    return chunks


def with_family_named(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with words for the family that nothing follows as words, which nothing is said of: "(family history)".

    What follows them in brackets is what the family had: "family history |(stroke)|".

    Args:
        chunks: those of a criterion in which the family is named, in reading order.
    """
    for place in pairs_at(chunks, _LISTED):
        end = next((at for at in range(place + 2, len(chunks)) if chunks[at].tag in _BRACKETS), None)
        if end is not None and chunks[end].tag == "RP" and all(one.tag != "OF" for one in chunks[end + 1 : end + 2]):
            chunks = [*chunks]
            for at in (place + 1, end):
                chunks[at] = Chunk("FILLER", chunks[at].first, chunks[at].last)
    following = [*(chunk.tag for chunk in chunks[1:]), "STOP"]
    return [
        Chunk("WORDS", chunk.first, chunk.last) if chunk.tag == "FAMILY" and after in _ENDS else chunk
        for chunk, after in zip(chunks, following, strict=True)
    ]


def _end(chunks: list[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> int | None:
    """Where the words for the family end that stand behind the patient and "or"; None where they are not there."""
    while place < len(chunks) and chunks[place].tag == "FILLER" and not _is_people(chunks[place]):
        place += 1
    if place + 1 >= len(chunks) or not _is_people(chunks[place]) or chunks[place + 1].tag != "OR":
        return None
    start = chunks[place + 1].last
    while start < len(tokens) and tokens.folded[start] in _BETWEEN:
        start += 1
    for end in range(min(len(tokens), start + _LONGEST), start, -1):
        phrase = lexicon.phrases.get((_IN, *(word for word in tokens.folded[start:end] if word != _HYPHEN)))
        if phrase is not None and _AFTER in phrase.cues:
            return None if tokens.folded[end : end + 1] == [_HISTORY] else end
    return None


def _is_people(chunk: Chunk) -> bool:
    return chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and chunk.value.kind == _PEOPLE
