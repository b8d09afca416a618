"""Letters: where the words begin that those of an abbreviation stand for."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.tokens import Tokens

_MOST_WORDS = 10
_SMALL = 3
"""Letters of words that an abbreviation may leave out: "of", "and", "for"."""


def spelled_out(letters: Sequence[str], end: int, tokens: Tokens) -> int | None:
    """Where the words before a token begin that are abbreviated: by their initials, else by their letters."""
    begin = max(0, end - _MOST_WORDS - 1)
    place = len(letters) - 1
    for at in range(end - 1, begin - 1, -1):
        word = tokens.folded[at]
        if word[0] == letters[place].lower():
            place -= 1
            if place < 0:
                return at
        elif word[0].isalnum() and len(word) > _SMALL:
            break
    return _by_letters(letters, begin, end, tokens)


def _by_letters(letters: Sequence[str], begin: int, end: int, tokens: Tokens) -> int | None:
    """Where the words begin whose letters an abbreviation takes in their order, the first from the beginning of one."""
    place = len(letters) - 1
    for at in range(end - 1, begin - 1, -1):
        word = tokens.folded[at]
        for position in range(len(word) - 1, -1, -1):
            if word[position] == letters[place].lower() and (place or not position):
                place -= 1
                if place < 0:
                    return at if at < end - 1 else None
    return None
