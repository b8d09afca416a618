"""Run-on text: statements with nothing between them, "Pregnancy |Known allergy to eggs |Unable to walk".

Each begins with a capital letter. That alone may be a name, so the word must be one that names nothing ("Known",
"Patients"); where two such words stand in a line, it has lost its marks, and any other capital in it begins as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.tokens import Tokens

RUN_ON: Final = "run-on"
"""The value of a STOP that is written nowhere."""
_NOWHERE: frozenset[int] = frozenset()
_ENOUGH = 2
"""Words that begin a statement, in a line that has lost its marks."""
_SHORTEST = 3
"""Letters of a word that may begin a statement."""
_CLOSED = frozenset(
    {"ENTITY", "WORDS", "LIMIT", "WHEN", "SEX", "AGE", "ATTESTATION", "DEFINITION", "RP", "VALUE", "NEG_AFTER"}
)
"""What a statement may end in."""


def beginnings(tokens: Tokens, openers: frozenset[str]) -> frozenset[int]:
    """The tokens that begin a statement, as far as their spelling tells.

    Args:
        tokens: the criterion.
        openers: folded words that a statement may begin with, and no name.
    """
    if openers.isdisjoint(tokens.words) or tokens.text[1:].islower():
        return _NOWHERE
    written, folded = tokens.written, tokens.folded
    opening = [place for place, word in enumerate(folded) if word in openers and place and _is_capital(written[place])]
    firm = [place for place in opening if _stands_alone(place, written)]
    if len(firm) < _ENOUGH:
        return frozenset(firm) if firm else _NOWHERE
    capitals = [place for place, word in enumerate(written) if word[0].isupper() and place and _is_capital(word)]
    alone = [place for place in capitals if _stands_alone(place, written)]
    return frozenset(firm) | {place for place in alone if written[place - 1].islower() and _goes_on(place, written)}


def may_end(out: Sequence[Chunk], pieces: Sequence[tuple[int, int, Meaning | None]]) -> bool:
    """Whether what has been read so far may be a whole statement: it ends in no preposition, negation or modifier."""
    if pieces:
        meaning = pieces[-1][2]
        return meaning is None or meaning.concept is not None
    return bool(out) and out[-1].tag in _CLOSED


def _is_capital(word: str) -> bool:
    return word[0].isupper() and len(word) >= _SHORTEST and word[1:].islower()


def _stands_alone(place: int, written: Sequence[str]) -> bool:
    """Whether neither neighbour has a capital, as in a title; the word before may be the first of all."""
    before = written[place - 1]
    end = before[-1]
    if not (end.isalpha() or end.isdecimal() or end in "%)]") or (place > 1 and _is_capital(before)):
        return False
    return place + 1 == len(written) or not (written[place + 1] == "-" or _is_capital(written[place + 1]))


def _goes_on(place: int, written: Sequence[str]) -> bool:
    return place + 1 < len(written) and written[place + 1].islower()
