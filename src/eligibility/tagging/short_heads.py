"""Short heads: a short form names with the words before it what its long form does: "hemorrhagic |CVA|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.rules import ConceptRule
from eligibility.tagging.compounds import Found, Piece
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_FEW = 3
"""Pieces before a short form that may belong to its name: "T-cell |ALL|"."""
_MEASURED = "measurement"
"""The domain of words that name a pressure by themselves, and a kind of what follows: "diastolic |HF|"."""


def named_in_full(
    pieces: Sequence[Piece], head: int, before: Found | None, tokens: Tokens, lexicon: Lexicon
) -> tuple[int, ConceptRule] | None:
    """The piece that a name begins with which ends in a short form, and what it names; None where it is no name.

    Args:
        pieces: a noun phrase.
        head: the piece of the short form, a concept in capitals.
        before: the last entity before it.
        tokens: the criterion.
        lexicon: knows the names.
    """
    meaning = pieces[head][2]
    concept = None if meaning is None else meaning.concept
    if concept is None:
        return None
    begin = 0 if before is None else before[1]
    if before is not None and begin == head and before[2].domain == _MEASURED:
        begin = before[0]
    for start in range(max(begin, head - _FEW), head):
        words = tokens.surface(pieces[start][0], pieces[head - 1][1])
        rule = lexicon.named(f"{words} {concept.name}")
        if rule is not None and rule.domain == concept.domain:
            return start, rule
    return None
