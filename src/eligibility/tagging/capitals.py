"""Capitals: a small word written in capitals where a name ends is a short form: "RA or |AS|", "PV, |ET|, PMF".

What it is short for the rules may not know; it must not vanish as the small word does.
"""

from __future__ import annotations

from eligibility.tagging.lexicon import Matches
from eligibility.tagging.senses import is_among_capitals
from eligibility.tagging.tokens import Tokens

CAPITALS = frozenset({"AS", "ET", "IT", "BE", "ON", "AN", "HE", "IS", "AT", "SO", "IN", "BY", "IF", "DO", "HAD", "CAN"})
"""Small words that are short forms of things as well; others are written in capitals only where they are stressed."""
_ENDS = frozenset(
    {",", ";", ".", ")", "/", "or", "and", "with", "without", "within", "according", "diagnosed", "who", "patient"}
)
"""What follows the last word of a name."""
_OFF = "off"
"""What is opposed to "ON", which is then no short form."""


def without_small_words(found: Matches, tokens: Tokens) -> None:
    """Takes small words that are written as short forms from the phrases of a text, so that they name something.

    Args:
        found: the phrases; they are changed.
        tokens: the text, in which one of the words in capitals is.
    """
    places = {place for place, word in enumerate(tokens.written) if word in CAPITALS and _is_name(place, tokens)}
    if not places:
        return
    for phrases in (found.spoken, found.measured):
        phrases[:] = [one for one in phrases if one[1] - 1 not in places or one[2].concept is not None]


def _is_name(place: int, tokens: Tokens) -> bool:
    """Whether a name ends in the word at a place, in a text that is not in capitals there."""
    behind = tokens.folded[place + 1 : place + 2]
    if (behind and behind[0] not in _ENDS) or _OFF in tokens.folded[place + 1 : place + 3]:
        return False
    return not is_among_capitals(place, place + 1, tokens)
