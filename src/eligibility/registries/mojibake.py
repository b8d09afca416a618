"""UTF-8 that was taken for Windows-1252 and encoded again: "â‰¥" for "≥"."""

from __future__ import annotations

import re

_CODES = range(0x80, 0x100)


def _written(code: int) -> str:
    """How a byte looks when it is taken for Windows-1252; where that has no character, for Latin-1."""
    return bytes([code]).decode("cp1252", "ignore") or chr(code)


_BYTES = {ord(character): chr(code) for code in _CODES for character in (chr(code), _written(code))}


def _class(first: int, last: int) -> str:
    return "[" + "".join(re.escape(_written(code) + chr(code)) for code in range(first, last + 1)) + "]"


_LATER = _class(0x80, 0xBF)
_SEQUENCE = re.compile(
    f"(?:{_class(0xC2, 0xDF)}{_LATER}|{_class(0xE0, 0xEF)}{_LATER}{{2}}|{_class(0xF0, 0xF4)}{_LATER}{{3}})+"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def repaired(text: str) -> str | None:
    """The text as it was meant, where it is certain that it was encoded twice; else None.

    It is certain if every character beyond ASCII is part of such a sequence: a text that holds one that was encoded
    once was not encoded twice.

    Examples:
        >>> repaired("BMI â‰¥ 30 kg/mÂ²"), repaired("âge â‰¥ 30"), repaired("age > 30")
        ('BMI ≥ 30 kg/m²', None, None)
    """
    first = None if text.isascii() else _NOT_ASCII.search(text)
    if not first or not _SEQUENCE.match(text, first.start()) or _NOT_ASCII.search(_SEQUENCE.sub("", text)):
        return None
    try:
        return _SEQUENCE.sub(lambda found: found[0].translate(_BYTES).encode("latin-1").decode("utf-8"), text)
    except UnicodeDecodeError:
        return None
