"""Numbers whose size is said in words: "50K", "1.5 million", "two hundred and fifty"."""

from __future__ import annotations

from eligibility.grammar.numbers import LARGE, SPOKEN, read_number
from eligibility.tagging.surroundings import Surroundings

_LONGEST = 10
"""Tokens of a number in words."""
THOUSANDS = "k"
"""The letter, folded, that makes thousands of a number."""
_FEWEST = 10
"""The least number that a capital K behind a space makes thousands of."""


def spelled(first: int, around: Surroundings, *, ends_at_and: bool) -> tuple[int, float] | None:
    """The end and the value of the longest number in several words that begins at a token.

    Args:
        first: the token.
        around: the criterion.
        ends_at_and: whether "and" goes on to another number: "between two hundred |and fifty thousand".
    """
    folded = around.tokens.folded
    last = first
    while last < min(around.count, first + _LONGEST):
        word = folded[last]
        if word not in SPOKEN and not (last > first and (word == "-" or (word == "and" and not ends_at_and))):
            break
        last += 1
    for end in range(last, first + 1, -1):
        if folded[end - 1] not in SPOKEN or (end < around.count and folded[end] in LARGE):
            continue
        value = read_number(" ".join(folded[first:end]))
        if value is not None:
            return end, value
    return None


def magnified(place: int, value: float, around: Surroundings) -> tuple[int, float] | None:
    """The end and the value of a number with the word for its size at a token, unless that is part of a unit.

    "50|K", "1.5 |million", "2 |lakh|/mm3"; "100 thousand/mm3" is so many of a unit.
    """
    word = around.tokens.folded[place] if place < around.count else ""
    if (word not in LARGE and word != THOUSANDS) or around.is_unit(place):
        return None
    if word in LARGE and word != "hundred":
        return place + 1, value * LARGE[word]
    if word == THOUSANDS and (is_thousands(place, around) or _is_apart(place, value, around)):
        return place + 1, value * LARGE["thousand"]
    return None


def is_thousands(place: int, around: Surroundings) -> bool:
    """Whether a token is the letter that makes thousands of the number that it is glued to: "50|K"."""
    tokens, after = around.tokens, place + 1
    if tokens.folded[place] != THOUSANDS or not tokens.glued[place]:
        return False
    return after >= around.count or not (tokens.glued[after] and tokens.folded[after][0] not in ".,;)/")


def _is_apart(place: int, value: float, around: Surroundings) -> bool:
    """Whether a K behind a space makes thousands: "100 |K|"; nothing that it could name follows."""
    tokens, after = around.tokens, place + 1
    if tokens.written[place] != "K" or value < _FEWEST:
        return False
    return after >= around.count or tokens.folded[after] in ".,;)" or around.is_cue(after, "and", "or")
