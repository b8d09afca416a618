"""Taking part in a study of something: "participation in another |depression trial|" is no depression."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

STUDIES = frozenset(map(fold, ("trial", "study")))
"""Words for what people take part in."""
_TAKING_PART = frozenset(map(fold, ("participation", "participating", "participated", "participate", "enrolled")))
_ANY = frozenset(map(fold, ("a", "an", "another", "other", "any", "different", "concurrent")))
"""Words before a study that is not the one that the criteria are of."""
_NAMES = frozenset({"FILLER", "WORDS", "ENTITY", "MODIFIER"})
"""Tags of what may say of what a study is."""
_LONGEST = 6
"""Chunks of that."""
_PLAIN = tuple(map(fold, ("participation", "in", "another", "clinical", "trial")))
"""A phrase that the rules know."""


def with_studies(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each study that says of what it is, and is taken part in, as what somebody attests.

    Args:
        chunks: those of a criterion.
        tokens: the criterion.
        lexicon: knows what says that somebody takes part.
    """
    phrase = lexicon.phrases.get(_PLAIN)
    cue = None if phrase is None else phrase.cues.get("attestation")
    if cue is None or _TAKING_PART.isdisjoint(tokens.words):
        return chunks
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        end = _end(chunks, place, tokens)
        if end is not None:
            out.append(_taking_part(chunks[place], chunks[end - 1], cue))
        else:
            out.append(chunks[place])
        place = end or place + 1
    return out


def _taking_part(first: Chunk, last: Chunk, cue: CueRule) -> Chunk:
    return Chunk("ATTESTATION", first.first, last.last, cue)


def _end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind the study that a chunk says is taken part in, if it says of what it is."""
    chunk = chunks[place]
    if chunk.tag != "FILLER" or tokens.folded[chunk.last - 1] not in _TAKING_PART or place + 2 >= len(chunks):
        return None
    link = chunks[place + 1]
    if link.tag != "LINK" or tokens.folded[link.first : link.last] != ["in"] or tokens.folded[link.last] not in _ANY:
        return None
    named = False
    for at in range(place + 2, min(len(chunks), place + 2 + _LONGEST)):
        one = chunks[at]
        if one.tag not in _NAMES:
            return None
        if one.tag == "FILLER" and tokens.folded[one.last - 1] in STUDIES:
            return at + 1 if named else None
        named = named or one.tag == "ENTITY"
    return None
