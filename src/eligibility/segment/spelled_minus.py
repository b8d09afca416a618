"""Negative numbers whose sign is a word: "less than minus 2.5" is "less than -2.5"."""

from __future__ import annotations

import re

from eligibility.segment.offsets import OffsetMap, Rewrite

_WORD = "minus "
_NEGATIVE = re.compile(rf"(?<={_WORD})(?=\d)")
_BEFORE = re.compile(
    r"(?:[<>≤≥=(]|\b(?:than|between|and|to|or|of|from|least|most|below|above|is|by)) ?\Z", re.IGNORECASE
)
"""What stands before a negative number; behind a name or a number, "minus" takes one value from another."""
_LONGEST = 8
"""Characters of that."""


def clean_minus(text: str) -> tuple[str, OffsetMap | None]:
    """The text with a sign for each "minus" of a negative number, and the map back; no map if there are none."""
    if _WORD not in text:
        return text, None
    work = Rewrite(text)
    for found in _NEGATIVE.finditer(text):
        first = found.start() - len(_WORD)
        if _BEFORE.search(text[max(0, first - _LONGEST) : first]):
            work.replace(first, found.start(), "-")
    return (work.finish(), work.map) if work.done else (text, None)
