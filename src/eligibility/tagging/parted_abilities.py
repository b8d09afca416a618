"""Abilities that commas part from what they are for: "unable, or unwilling, |to undergo surgery|" is said of both."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_ABILITY = "ATTESTATION"
_PAIRS = frozenset({(_ABILITY, "COMMA"), ("LINK", "COMMA")})
_JOINS = frozenset({"AND", "OR"})
_AIMS = frozenset({"LINK", "ENTITY", "WORDS", _ABILITY, "FILLER"})


def with_abilities_joined(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks without commas around the second of two abilities, which are one where the rules know them together.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows what is attested.
    """
    for place in reversed(pairs_at(chunks, _PAIRS)):
        closing = place + 1
        if closing + 1 >= len(chunks) or chunks[closing + 1].tag not in _AIMS:
            continue
        opening = _opening(chunks, place)
        if opening is None:
            continue
        chunks = [chunk for at, chunk in enumerate(chunks) if at not in {opening, closing}]
        start, end = _ability_before(chunks, opening), closing - 1
        words = [word for word in tokens.folded[chunks[start].first : chunks[end].last] if word != ","]
        if (cue := lexicon.phrases.cue(words, "attestation")) is not None:
            chunks[start : end + 1] = [Chunk(_ABILITY, chunks[start].first, chunks[end].last, cue)]
    return chunks


def _opening(chunks: Sequence[Chunk], place: int) -> int | None:
    """Where the comma stands before the second ability, which ends at a place; None where there are no two."""
    second = place if chunks[place].tag == _ABILITY else place - 1
    opening = second - len(("COMMA", "OR"))
    if opening < 1 or chunks[second].tag != _ABILITY or chunks[second - 1].tag not in _JOINS:
        return None
    first = opening - 1 if chunks[opening - 1].tag == _ABILITY else opening - len(("ATTESTATION", "LINK"))
    parted = chunks[opening].tag == "COMMA" and first >= 0 and chunks[first].tag == _ABILITY
    return opening if parted else None


def _ability_before(chunks: Sequence[Chunk], place: int) -> int:
    """Where the ability stands that ends right before a place, or before the verb there."""
    return place - 1 if chunks[place - 1].tag == _ABILITY else place - len(("ATTESTATION", "LINK"))
