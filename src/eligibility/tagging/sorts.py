"""Sorts: words before a name that make it the name of something narrower, "|ankle| arthritis"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.compounds import Piece, is_hyphenated
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.unknown_sorts import is_unknown_sort

_SORTED = frozenset({"condition", "procedure"})


def sorted_from(pieces: Sequence[Piece], begin: int, head: int, tokens: Tokens, lexicon: Lexicon) -> tuple[int, bool]:
    """The first piece of the words that say what sort of thing a concept is: "severe |rotator cuff| pain".

    Args:
        pieces: a noun phrase.
        begin: its first piece that belongs to nothing yet.
        head: the piece of the concept, behind a plain word; what ends in a head of the rules has sorts, and any
            condition or procedure that is written out.
        tokens: the criterion.
        lexicon: the heads of the rules, and the words for sorts.

    Returns:
        That piece, and whether one of the words is taken to say so that no rule knows.
    """
    if tokens.folded[pieces[head][1] - 1] not in lexicon.heads and not _is_written_out(pieces[head], tokens):
        return head, False
    start, guessed = head, False
    while start > begin and pieces[start - 1][2] is None:
        if not lexicon.is_sort(tokens.folded[pieces[start - 1][0]]):
            if not is_unknown_sort(start - 1, head, pieces, tokens, lexicon):
                break
            guessed = True
        start -= 1
        if start > begin and _is_prefixed(pieces, start, tokens):
            start -= 1
    return start, guessed


def _is_written_out(piece: Piece, tokens: Tokens) -> bool:
    """Whether a piece is a condition or a procedure, and no abbreviation of one."""
    first, last, meaning = piece
    concept = None if meaning is None else meaning.concept
    return concept is not None and concept.domain in _SORTED and not tokens.surface(first, last).isupper()


def _is_prefixed(pieces: Sequence[Piece], place: int, tokens: Tokens) -> bool:
    """Whether a hyphen joins a plain word to the one before it: "cardio-|vascular comorbidity"; "non-" denies it."""
    before = pieces[place - 1]
    return before[2] is None and tokens.folded[before[0]] != "non" and is_hyphenated(place, pieces, tokens)
