"""Tokens: a criterion's words, numbers and signs, with their places and the forms under which they are looked up."""

from __future__ import annotations

import re

from eligibility.tagging.folding import fold

NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d{1,3}(?: \d{3})+(?![\d.,])"
    r"|\d+(?:\.\d+|,\d+(?! ?(?:or|and|,|&) ?\d))?(?:\^-?\d+)?|(?<![\d.])\.\d+"
)
_TOKEN = re.compile(
    rf"(?P<number>(?:{NUMBER}))"
    r"|(?P<latin>(?:[eE] ?\. ?g|[iI] ?\. ?e)(?: ?\.)?(?![a-zA-Z]))"
    r"|(?P<abbreviation>[a-zA-Z]\.(?:[a-zA-Z]\.?)+(?![a-zA-Z]))"
    r"|(?P<possessive>'s\b)"
    r"|(?P<word>[^\W\d_](?:\w|(?<=[A-Za-z])\^(?=\d))*)"
    r"|(?P<sign>\+/-|[^\s\w]|_)"
)
_HYPHENS = "-"
UNKNOWN = "¤"
"""What the matcher sees in place of a word or number that no rule mentions."""


class Tokens:
    """A criterion's tokens as parallel lists.

    Attributes:
        text: the criterion.
        starts, ends: the places of each token in it.
        folded: the form under which each is looked up.
        numeric: whether it is a number in digits.
        glued: whether it follows the one before without a space.
    """

    __slots__ = ("ends", "folded", "glued", "numeric", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        starts: list[int] = []
        ends: list[int] = []
        folded: list[str] = []
        numeric: list[bool] = []
        glued: list[bool] = []
        last = -1
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup
            start, end = found.span()
            if kind == "possessive":
                last = end
                continue
            starts.append(start)
            ends.append(end)
            glued.append(start == last)
            numeric.append(kind == "number")
            word = found[0]
            folded.append(fold(word) if kind == "word" else word.lower().replace(" ", "") if kind == "latin" else word.lower())
            last = end
        self.starts, self.ends, self.folded, self.numeric, self.glued = starts, ends, folded, numeric, glued

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, first: int, last: int) -> str:
        """The text from token `first` up to, not including, token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


_PREFIXES = frozenset(
    "non pre post anti co multi intra inter extra self sub semi peri ante micro macro hyper hypo re un ex pro neo para long short low "
    "high end well open broad follow x t first second full part face mid".split()
)


def _joins(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen stands inside a word: no space on either side, and not between two numbers."""
    glued, numeric = tokens.glued, tokens.numeric
    return glued[place] and glued[place + 1] and not (numeric[place - 1] and numeric[place + 1])


def _is_prefixed(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen joins a prefix although spaces stand around it: "pre - eclampsia"."""
    return tokens.folded[place - 1] in _PREFIXES and tokens.folded[place + 1][0].isalpha()


def is_inside_word(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen (neither the first nor the last token) is part of a word."""
    return _joins(place, tokens) or _is_prefixed(place, tokens)


def lookup_words(tokens: Tokens) -> tuple[list[str], list[int]]:
    """What the matcher reads: the folded tokens without the hyphens inside words, and the token that each is.

    "non-ischemic", "non - ischemic" and "non ischemic" read the same; another hyphen between spaces, or between numbers,
    stays.
    """
    folded = tokens.folded
    words: list[str] = []
    places: list[int] = []
    count = len(folded)
    for i, word in enumerate(folded):
        if (
            word == _HYPHENS
            and 0 < i < count - 1
            and is_inside_word(i, tokens)
        ):
            continue
        words.append(word)
        places.append(i)
    return words, places
