"""Capitals: a small word written in capitals where a name ends is a short form: "RA or |AS|", "PV, |ET|, PMF".

What it is short for the rules may not know; it must not vanish as the small word does.
"""

from __future__ import annotations

from eligibility.tagging.lexicon import Matches
from eligibility.tagging.senses import is_small_word
from eligibility.tagging.tokens import Tokens

CAPITALS = frozenset(
    {"AS", "ET", "IT", "BE", "ON", "AN", "HE", "IS", "AT", "SO", "IN", "BY", "IF", "DO", "HAD", "CAN", "IE"}
)
"""Small words that are short forms of things as well; others are written in capitals only where they are stressed."""


def without_small_words(found: Matches, tokens: Tokens) -> None:
    """Takes small words that are written as short forms from the phrases of a text, so that they name something.

    Args:
        found: the phrases; they are changed.
        tokens: the text, in which one of the words in capitals is.
    """
    written = (place for place, word in enumerate(tokens.written) if word in CAPITALS)
    places = {place for place in written if not is_small_word(place, place + 1, tokens)}
    if not places:
        return
    for phrases in (found.spoken, found.measured):
        phrases[:] = [one for one in phrases if one[1] - 1 not in places or one[2].concept is not None]
