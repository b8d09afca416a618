"""Tokens: a criterion's words, numbers and signs, with their places and the forms under which they are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress
from operator import add

from eligibility.tagging.folding import fold

NUMBER = (
    r"\d{1,3}(?:\.(?!10[eE])\d{1,3})?(?<!\b10)[eE](?:[+-]\d{1,2}|0?[3-9]|1[0-2])(?![\w.])|"
    r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?(?![\d,])|\d{1,2}(?:,\d{2}){1,4},\d{3}(?![\d,])"
    r"|\d{1,3}(?: \d{3}){1,6}(?![\d.,]|-\d{1,3}(?![\d ]))"
    r"|\d+(?:\.\d+|,\d+(?! ?(?:(?:or|and|&) ?\d+(?!\d*,\d)|, ?\d)))?(?:\^-?\d+)?|(?<![\d.])\.\d+"
)
"""Figures, "1.0E+05" among them, but not the power of ten "10e9".

More than six groups of thousands are no number, and trying them would take longer than in proportion.
"""
_POWER = r"\^(?<=[A-Za-z]\^)(?=\d)\w+"
_POWERS = rf"(?:{_POWER}(?:{_POWER})*|)"
"""What may follow the letters of a word: the power in "m^2"."""
_CATEGORY = r"T(?:is|[0-4][a-d]?)(?=[cp]?[NM][0-3])|N[0-3][a-c]?(?=[cp]?M[01])"
_KINDS = {
    "plain": r"[A-Za-z][a-z]++(?![\w^])",
    "category": rf"{_CATEGORY}|[cpyra][cpyra]?(?:{_CATEGORY})",
    "weeks": r"[wW](?<=\d[wW])(?=\d[dD]\b)",
    "version": r"[vV]\d+\.\d+(?!\w|\.\d)",
    "long": rf"[^\W\d_]\w+{_POWERS}",
    "number": NUMBER,
    "latin": r"(?:[eE] ?\. ?g|[iI] ?\. ?e)(?: ?\.)?(?![a-zA-Z])",
    "abbreviation": r"[a-zA-Z]\.(?:[a-zA-Z]\.?)+(?![a-zA-Z])",
    "possessive": r"'s\b",
    "word": rf"[^\W\d_]{_POWERS}",
    "sign": r"\+/-|[^\s\w]|_",
}
"""What a token may be, in the order in which it is tried. Most are words of two letters or more, so they come early.

First of all come those without inner capitals, digits and powers, which can be nothing else.

Each begins with a character, which tells at once where it cannot be.
"""
_PARTS = re.compile(rf"(?:{'|'.join(_KINDS.values())}) ?|\s+")
"""Cuts a text into parts that make it up again: tokens, each with the space after it, and other spaces."""
_KIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_SPACED_NUMBER = re.compile(r"\d[ ,]\d").search
_SPACED_LATIN = re.compile(r"[eE](?: \.|\. ?g \.|\. g)|[iI](?: \.|\. ?e \.|\. e)").search
"""Find what may be one token although spaces stand in it, or be read otherwise for what follows a space."""
_LATIN = frozenset({"e", "i", "e.g", "i.e"})
"""What is read of the beginnings of Latin abbreviations with spaces in them."""
HYPHEN = "-"
"""The sign that may stand inside words, as it is looked up."""
folded_word = lru_cache(maxsize=1 << 15)(fold)
"""Words of texts are mostly words of the rules, too, which have been folded already."""

_Part = tuple[str, str, bool, int, bool, int]
"""The token in a part: folded ("" where there is none), as written, whether it is a number, its length, whether the
next token is glued to it; and the length of the part."""
_MOST = 1 << 16
"""Stretches that are kept; then they are collected anew."""
_LONGEST = 48
"""Characters: longer stretches are not worth keeping."""


class _Read(dict[str, tuple[_Part, ...]]):
    """The parts of each stretch between two spaces; a new one is read when asked for, and kept unless it is long."""

    def __missing__(self, said: str) -> tuple[_Part, ...]:
        read = _stretch(said)
        if len(said) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[said] = read
        return read


_seen = _Read()


def _stretch(said: str) -> tuple[_Part, ...]:
    """The parts of a stretch, the last one with the space behind it."""
    if len(said) > 1 and said.isalpha() and said.isascii():
        return ((folded_word(said), said, False, len(said), False, len(said) + 1),)
    parts = [*map(_part, _PARTS.findall(said))]
    folded, written, numeric, length, _, width = parts.pop() if parts else ("", "", False, 0, False, 0)
    return (*parts, (folded, written, numeric, length, False, width + 1))


def _part(part: str) -> _Part:
    token = part.removesuffix(" ")
    if len(token) > 1 and token.isalpha() and token.isascii():
        return folded_word(token), token, False, len(token), token == part, len(part)
    found = _KIND.match(token)
    kind = found.lastgroup if found else None
    if kind is None or kind == "possessive":
        return "", token, False, len(token), kind is not None and token == part, len(part)
    return _folded(token, kind), token, kind == "number", len(token), token == part, len(part)


def _folded(token: str, kind: str) -> str:
    if kind in {"plain", "long", "word"}:
        return fold(token)
    return token.lower().replace(" ", "") if kind == "latin" else token.lower()


class Tokens:
    """A criterion's tokens as parallel lists.

    Attributes:
        text: the criterion.
        starts, ends: the places of each token in it.
        written: each as it is written.
        folded: the form under which each is looked up.
        numeric: whether it is a number in digits.
        glued: whether it follows the one before without a space.
        words: all forms of `folded` there are, to ask whether some word is in the criterion.
        company: those of the criteria that are read together with it; not set for one by itself.
    """

    __slots__ = ("company", "ends", "folded", "glued", "numeric", "starts", "text", "words", "written")

    def __init__(self, text: str) -> None:
        self.text = text
        self._take(chain.from_iterable(map(_seen.__getitem__, text.split(" "))))
        if (True in self.numeric and _SPACED_NUMBER(text)) or (
            not _LATIN.isdisjoint(self.words) and _SPACED_LATIN(text)
        ):
            self._take(map(_part, _PARTS.findall(text)))
        if "" in self.words:
            self._leave_out()

    def _take(self, parts: Iterable[_Part]) -> None:
        """Takes the parts of the text, one column after the other."""
        folded, written, numeric, lengths, ties, widths = zip(*parts, strict=True)
        self.folded: list[str] = list(folded)
        self.written: list[str] = list(written)
        self.numeric: list[bool] = list(numeric)
        self.starts: list[int] = [0, *accumulate(widths[:-1])]
        self.ends: list[int] = list(map(add, self.starts, lengths))
        self.glued: list[bool] = [False, *ties[:-1]]
        self.words: frozenset[str] = frozenset(folded)

    def _leave_out(self) -> None:
        """Takes out what is no token."""
        kept = list(map(bool, self.folded))
        for name in ("starts", "ends", "written", "numeric", "glued", "folded"):
            setattr(self, name, list(compress(getattr(self, name), kept)))
        self.words -= {""}

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, first: int, last: int) -> str:
        """The text from token `first` up to, not including, token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


_PREFIX_WORDS = (
    "non pre post anti co multi intra inter extra self sub semi peri ante micro macro hyper hypo re un ex pro neo para "
    "long short low high end well open broad follow x t first second full part face mid"
)
_PREFIXES = frozenset(_PREFIX_WORDS.split())


def is_inside_word(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen (neither the first nor the last token) is part of a word."""
    return _joins(place, tokens) or _is_prefixed(place, tokens)


def _joins(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen stands inside a word: no space on either side, and not between two numbers."""
    glued, numeric = tokens.glued, tokens.numeric
    return glued[place] and glued[place + 1] and not (numeric[place - 1] and numeric[place + 1])


def _is_prefixed(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen joins a prefix although spaces stand around it: "pre - eclampsia"."""
    return tokens.folded[place - 1] in _PREFIXES and tokens.folded[place + 1][0].isalpha()


def lookup_words(tokens: Tokens) -> tuple[list[str], Sequence[int]]:
    """What the matcher reads: the folded tokens without the hyphens inside words, and the token that each is.

    "non-ischemic", "non - ischemic" and "non ischemic" read the same; another hyphen between spaces, or between
    numbers, stays.
    """
    folded = tokens.folded
    last = len(folded) - 1
    if HYPHEN not in folded:
        return folded, range(last + 1)
    places = [
        place
        for place, word in enumerate(folded)
        if word != HYPHEN or not 0 < place < last or not is_inside_word(place, tokens)
    ]
    return [folded[place] for place in places], places


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z][A-Za-z0-9]*)*").fullmatch
"""A phrase of plain words: cutting it at its spaces and hyphens gives its tokens, without a closer look."""


def phrase_words(written: str) -> list[str]:
    """The words under which a phrase of the rules is looked up.

    Example:
        >>> phrase_words("Non-ischaemic cardiomyopathies")
        ['non', 'ischemic', 'cardiomyopathy']
    """
    if _PLAIN(written):
        return [folded_word(word) for word in written.replace("-", " ").split(" ")]
    return lookup_words(Tokens(written))[0]
