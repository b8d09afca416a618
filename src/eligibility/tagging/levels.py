"""Levels of ordinal scales as they are written: "III", "IIIb", "B", "D2", "3a", "T2", "F3", "A5"."""

from __future__ import annotations

import re

_LEVEL = re.compile(
    r"(?:[IVX]{1,4}|[ivx]{1,4})(?:[ABCabc][123]?)?$|[A-E]$|[A-D][12]$|[0-4][a-eA-E]$|T[0-4x][abc]?$|N[0-3x]$|M[01x]$"
    r"|F[0-4]$|A[56]$|B[7-9]$|C1[0-5]$"
)
_PART_OF_LETTER = re.compile(r"[A-D][12]$")
_PARTS = 2
"""The highest part of a level that is a letter: "C2"; higher figures are points ("A5", "B7")."""
_ROMAN = {"I": 1, "V": 5, "X": 10}


def is_level(written: str) -> bool:
    """Whether a word looks like a level; only after the name of a scale it is one."""
    return _LEVEL.match(written) is not None


def is_part_of_letter(written: str) -> bool:
    """Whether a level is a part of one that is a letter: "D2"."""
    return _PART_OF_LETTER.match(written) is not None


def level_number(written: str) -> float | None:
    """The number of a level as written ("III", "IIIB", "B", "3a"); letters count from A = 1.

    Example:
        >>> level_number("IIIb"), level_number("C"), level_number("T4")
        (3.0, 3.0, 4.0)
    """
    if written[:1].isdigit():
        return float(written[0])
    if len(written) > 1 and written[0] in "TNM" and written[1].isdigit():
        return float(written[1])
    if len(written) > 1 and written[0] in "FABC" and written[1:].isdigit():
        return float(written[1:]) if written[0] == "F" or int(written[1:]) > _PARTS else _letter(written[0])
    roman = re.match(r"[IVX]+", written.upper())
    if roman:
        values = [_ROMAN[letter] for letter in roman[0]]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return float(sum(-value if value < after else value for value, after in pairs))
    if written[:1].isalpha() and (len(written) == 1 or written[1:].isdigit()):
        return _letter(written[0])
    return None


def _letter(written: str) -> float:
    """The number of a level that is a letter, from A = 1."""
    return float(ord(written.upper()) - ord("A") + 1)
