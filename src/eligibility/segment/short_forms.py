"""Short forms that a text defines: "donor-specific antibodies (DSA)", "DSA (donor-specific antibodies)".

How the words are found that a short form stands for: A. S. Schwartz and M. A. Hearst, "A simple algorithm for
identifying abbreviation definitions in biomedical text", Pacific Symposium on Biocomputing 8, 2003, 451-462.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FEWEST_CAPITALS = 2
_MOST_WORDS = 10
_MOST = 100
"""Short forms that a text defines; who defines more abuses them."""
_REACH = 120
"""Characters in which the words of a short form are looked for."""
_BRACKETS = re.compile(
    r"\((?:([A-Za-z]?[a-z]?[A-Z][\w-]{0,8}[A-Z0-9][\w-]{0,3})(?=[);,])|(?<=[A-Z0-9s] \()([^()\n;:.]{6,120})\))"
)
"""Brackets that hold a short form, or words that one before them may stand for."""
_WORD = re.compile(r"\w+")
_SMALL = frozenset({"of", "and", "the", "for", "in", "with", "to", "or", "by", "on", "a"})
"""Words that a short form need not have a letter for."""
_LAST_WORD = re.compile(r"(?<![\w-])[A-Za-z][\w-]{1,9} ?$")
_LONGEST = 11
"""Characters of a short form and the space behind it."""
_BREAK = re.compile(r"[.;:()\[\]\n,•]")
"""What the words of one name do not reach across."""


def short_forms(text: str) -> dict[str, str]:
    """The short forms that a text defines, with the words that each stands for, as written.

    A short form has two capitals at least, and is defined once: what stands for two things stands for neither. A list
    in brackets behind it has its letters by chance only: "ARPI (abiraterone, apalutamide or darolutamide)".

    Args:
        text: a cleaned text.

    Example:
        >>> short_forms("History of donor-specific antibodies (DSA)")
        {'DSA': 'donor-specific antibodies'}
    """
    if "(" not in text:
        return {}
    found: dict[str, str] = {}
    twice: set[str] = set()
    for short, long in _defined(text):
        before = found.setdefault(short, long)
        if len(found) > _MOST:
            break
        if before.casefold() != long.casefold():
            twice.add(short)
    return {short: long for short, long in found.items() if short not in twice}


def _defined(text: str) -> Iterator[tuple[str, str]]:
    for match in _BRACKETS.finditer(text):
        inside, words = match.groups()
        if words is None:
            if (short := _short(inside)) and (long := _stands_before(short, text, match.start())):
                yield short, long
        elif " " in words and (word := _LAST_WORD.search(text, max(0, match.start() - _LONGEST - 1), match.start())):
            short = _short(word[0].rstrip())
            if short and (_initials(short, words) == 0 or ("," not in words and _spells(short, words) == 0)):
                yield short, words.strip()


def _short(written: str) -> str | None:
    """A short form, in its singular; None if a word is none."""
    short = written[:-1] if written[-1] == "s" and written[:-1].isupper() else written
    return short if sum(map(str.isupper, short)) >= _FEWEST_CAPITALS else None


def _stands_before(short: str, text: str, end: int) -> str | None:
    """The words before a bracket that a short form in it stands for."""
    before = text[max(0, end - _REACH) : end].rstrip()
    breaks = [match.end() for match in _BREAK.finditer(before)]
    before = before[breaks[-1] :] if breaks else before
    start = _initials(short, before)
    start = _spells(short, before) if start is None else start
    long = before[start:] if start is not None else ""
    words = long.split()
    most = min(_MOST_WORDS, len(short) + 5, 2 * len(short))
    return long if len(words) + long.count("-") > 1 and len(words) <= most and short not in long else None


def _initials(short: str, words: str) -> int | None:
    """Where the words begin, at the end of some, whose initials a short form is; small words may stand between."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    found = list(_WORD.finditer(words))[-2 * _MOST_WORDS :]
    while letters and found:
        match = found.pop()
        if match[0][0].lower() == letters[-1]:
            letters.pop()
            if not letters:
                return match.start()
        elif match[0].lower() not in _SMALL:
            return None
    return None


def _spells(short: str, words: str) -> int | None:
    """Where the shortest words begin, at the end of some, that have the letters of a short form in their order.

    The first letter of it begins a word.
    """
    low = words.lower()
    at = len(low)
    for place in range(len(short) - 1, -1, -1):
        letter = short[place].lower()
        if not letter.isalnum():
            continue
        at = low.rfind(letter, 0, at)
        while place == 0 and at > 0 and low[at - 1].isalnum():
            at = low.rfind(letter, 0, at)
        if at < 0:
            return None
    return at
