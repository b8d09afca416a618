"""Numbers as they are written, in figures and in words."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, lru_cache
from typing import TypeAlias

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from eligibility.grammar.loading import load_grammar

LONGEST = 80
"""Characters: nothing longer is taken for a number."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_CARDINALS: dict[str, float] = {
    **{word: float(number) for number, word in enumerate([*_ONES.split(), "eighteen", "nineteen"])},
    **{word: 10.0 * number for number, word in enumerate(_TENS.split(), start=2)},
    "hundred": 100.0,
}
_MAGNITUDES: dict[str, float] = {"thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9}
LARGE: dict[str, float] = {"hundred": 100.0, **_MAGNITUDES}
"""The words that multiply the number before them."""
_OFTEN: dict[str, float] = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "double": 2.0, "triple": 3.0, "quadruple": 4.0}
_PARTS: dict[str, float] = {
    "hal": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "eighth": 1 / 8,
    "tenth": 1 / 10,
}  # fmt: skip
_FOLDS = {f"{word}fold": value for word, value in _CARDINALS.items() if value >= 1}

WORD_NUMBERS: dict[str, float] = {**_CARDINALS, **_MAGNITUDES, **_OFTEN, **_FOLDS, "half": 0.5}
"""Every single word that is a number, in lower case, and its value."""
SPOKEN = frozenset({*_CARDINALS, *_MAGNITUDES})
"""The words of which numbers of several words are made."""

_DIGITS = (
    r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d|,\d)"  # 50,000
    r"|[1-9]\d?(?:,\d{2})+,\d{3}(?!\d|,\d)"  # 1,00,000
    r"|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d|[.,]\d)"  # 50 000
    r"|[1-9]\d{0,2}(?:\.\d{3}){2,}(?!\d|\.\d)"  # 1.000.000
    r"|(?<!\d,)(?:\d+,\d{1,2}|0,\d{3,})(?!\d|[.,]\d)"  # 39,99
    r"|\d+(?:\.\d+)?|(?<![\d.])\.\d+"  # 1.5
)
_POWER = r"10\s?(?:\^|\*\*?|[eE])\s?(?:-?\d{1,2}|\(-?\d{1,2}\))(?!\d)"
_FRACTION = (
    r"(?:1\s?[/\\]\s?(?:[2-9]|1[0-2])|2\s?[/\\]\s?[35]|3\s?[/\\]\s?[458]|4[/\\]5|5[/\\][68]|7[/\\]8)(?![\d/\\.])"
)

NUMBER_PATTERN = (
    r"(?:(?:(?<![\w)%\]])(?<!\d\s)[-+])?(?:"
    rf"{_POWER}"
    rf"|(?:\d{{1,2}}\s)?{_FRACTION}|\d{{0,2}}[¼-¾⅐-⅞]"
    r"|\d+(?:\.\d+)?[eE][-+]?\d{1,2}(?!\w)"
    rf"|(?:{_DIGITS})(?:(?:\s?[xX×*]\s?|\s\.?\s?|\.){_POWER})?"
    r"))"
)
"""A regular expression for a number in figures in cleaned text; no ranges, no words, no named groups, linear.

It does not look at what stands before the number, but for the sign: the caller sees to it that no letter does.
"3/4" is a number here; where it stands for "3 or 4" (a grade), the caller knows better. So is "0,1" (ECOG 0,1).
"""

_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?").fullmatch
"""Figures that are what they look like: most are, and the grammar would say the same of them."""
_SUPERSCRIPT = re.compile(r"[⁺⁻]?[⁰¹²³⁴-⁹]+")
_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺×·−–\u00a0\u2009\u202f", "0123456789-+x.--   ")

_Part: TypeAlias = float | Token


@lru_cache(maxsize=16384)
def read_number(text: str) -> float | None:
    """The value of a number in figures or words; None where the text is anything else.

    Args:
        text: the number alone. A comma before one or two digits is a decimal comma, before three it separates
            thousands, but after "0". A number said twice that says two things ("three (4)") is none.

    Example:
        >>> [read_number(text) for text in ("50,000", "39,99", "1.5 x 10^9", "three (3)", "two-fold", "grade")]
        [50000.0, 39.99, 1500000000.0, 3.0, 2.0, None]
    """
    if len(text) > LONGEST:
        return None
    if _FIGURES(text):
        return float(text)
    plain = _SUPERSCRIPT.sub(lambda found: "^" + found[0], text).translate(_SIGNS)
    try:
        value = _parser().parse(" ".join(plain.lower().split()))
    except UnexpectedInput:
        return None
    return value if isinstance(value, float) and math.isfinite(value) else None


def read_roman(text: str) -> int | None:
    """The value of a roman numeral from I to XII, all capitals or all small letters; None for anything else.

    Example:
        >>> read_roman("IV"), read_roman("iii"), read_roman("Iv"), read_roman("IIa")
        (4, 3, None, None)
    """
    return _ROMAN.get(text.lower()) if text.isupper() or text.islower() else None


@cache
def _parser() -> Lark:
    return load_grammar("number", transformer=_Value())


@v_args(inline=True)
class _Value(Transformer[Token, float]):
    """Each rule and terminal of number.lark to its value; nan where a number contradicts itself."""

    PLAIN = SCIENTIFIC = staticmethod(float)

    def COMMA(self, text: str) -> float:
        return float(text.replace(",", "."))

    def GROUPED(self, text: str) -> float:
        return float(text.replace(",", "").replace(" ", ""))

    LAKH = SPACED = GROUPED

    def DOTTED(self, text: str) -> float:
        return float(text.replace(".", ""))

    def FRACTION(self, text: str) -> float:
        above, below = text.replace("\\", "/").split("/")
        return float(above) / float(below)

    def VULGAR(self, text: str) -> float:
        return unicodedata.numeric(text)

    def POWER(self, text: str) -> float:
        exponent = text[2:].strip(" ^*e()")
        return float(f"1e{exponent}")

    def ONES(self, text: str) -> float:
        return WORD_NUMBERS[text]

    TEENS = TENS = HUNDRED = MAGNITUDE = OFTEN = ONES

    def PART(self, text: str) -> float:
        return next(value for part, value in _PARTS.items() if text.startswith(part))

    def HALF(self, text: str) -> float:
        return 0.5

    AND_A_HALF = HALF

    def unsigned(self, value: float, _fold: Token | None = None) -> float:
        return value

    words = figures = unsigned

    def minus(self, value: float) -> float:
        return -value

    def sum(self, one: float, other: float) -> float:
        return one + other

    def times(self, one: float, *others: float | Token) -> float:
        """Products are rounded to what was written: 1.1 x 10^9 is 1100000000."""
        return float(f"{one * float(others[-1]):.15g}")

    def times_and(self, one: float, magnitude: float, rest: float) -> float:
        return one * magnitude + rest

    def share(self, one: float, part: float) -> float:
        return one * part

    def said_twice(self, one: float, other: float, _fold: Token | None = None) -> float:
        return one if one == other else math.nan
