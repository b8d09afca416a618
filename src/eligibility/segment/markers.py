"""Bullets and numbers at the beginning of a line."""

from __future__ import annotations

import re

from msgspec import Struct

_BULLET = re.compile(
    r"""[•●▪■□○◦‣∙·▸►➢➤✓✔§♦◆❖→¤◇☆★◎※・▲△▼▽▷❑❒❏➔➜➣✗✘✖☑☒☐✅❌⁃⦁◉▫\uf000-\uf0ff](?=\D|\Z)
    | (?: -{1,3}>? | =>|>> | [*+o?~] ) (?=[ \t]|\Z)
    | -{1,3}(?=[^\W_]) | \*(?=[^\s*])
    """,
    re.VERBOSE,
)
_ORDINAL = re.compile(
    r"""[(\[][ ]?(?:(?P<number>\d{1,2})|(?P<letter>[A-Za-z])|(?P<roman>[ivx]{2,5}))[ ]?[)\]][.:]?(?=\s|\w|\Z)
    | (?P<number_>\d{1,3})[ ]?(?:\.[.)]|[.)]-?|、|:(?=[ ]))(?=\s|\Z|[^\W\d]|[<>≤≥("'+\[])
    | (?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?:(?:\.\)|[.)])(?=\s|\Z)|(?=\s+(?:[A-Z"(]|[<>≤≥]=?\s*\d)))
    | (?P<dashed>\d{1,2})(?:[ ]?-(?=[ ]\D)|-(?=[A-Z])|/(?=[ ]\D))
    | (?P<letter_>[A-Za-z])(?:\.\)|[.)]|[-/](?=[ ]))(?=\s|\Z|(?<=\))\w)
    | (?P<roman_>[ivx]{2,5}|[IVX]{2,5})(?:\.\)|[.)])(?=\s|\Z|(?<=\))\w)
    | (?P<tag>\#|Criterion|CRITERION|No\.|[IE]C?[-.]?|INC?[-.]?|EXC?[-.]?)[ ]?
      (?P<tagged>\d{1,2})(?P<close>[.):]?)(?=\s|\Z)
    """,
    re.VERBOSE,
)
INLINE_BULLETS = "•●▪■◦‣§♦➢✓"
"""Bullets that divide a paragraph too."""
_DIGITS = {"i": 1, "v": 5, "x": 10}


class Marker(Struct, frozen=True, gc=False):
    """A bullet or number.

    Attributes:
        end: where it ends.
        style: what the markers of one list share, such as "-", "1." or "(a)": the first of its kind stands for all.
        value: its place in the list; 0 for a bullet.
        sure: it is one wherever it stands; else only in sequence.
        roman: the value that the same marker has as a roman numeral; 0 if it is none.
        ordinal: where its number begins; None if it has none.
    """

    end: int
    style: str
    value: int
    sure: bool
    roman: int = 0
    ordinal: int | None = None


def roman_value(text: str) -> int:
    """The value of a roman numeral of i, v and x."""
    values = [_DIGITS[one] for one in text.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _ordinal(found: re.Match[str]) -> Marker:
    group, text, start = found.lastgroup or "", found[0], found.start()
    if group == "close":
        close = found["close"]
        return Marker(
            found.end(), found["tag"] + "1", int(found["tagged"]), bool(close) or found["tag"] == "#", ordinal=start
        )
    written = found[group]
    shape = text.replace(written, "{}", 1)
    kind = group.rstrip("_")
    if kind == "number":
        return Marker(found.end(), shape.format("1"), int(written), sure=True, ordinal=start)
    if kind == "dotted":
        parts = written.split(".")
        return Marker(found.end(), ".".join("1" * len(parts)), int(parts[-1]), sure=False, ordinal=start)
    if kind == "dashed":
        return Marker(found.end(), shape.format("1"), int(written), sure=False, ordinal=start)
    case = "a" if written.islower() else "A"
    if kind == "letter":
        value = ord(written.lower()) - 96
        roman = _DIGITS.get(written.lower(), 0)
        return Marker(
            found.end(), shape.format(case), value, sure=not text.endswith((".", "-", "/")), roman=roman, ordinal=start
        )
    return Marker(
        found.end(), shape.format("i" if case == "a" else "I"), roman_value(written), sure=False, ordinal=start
    )


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The bullet or number that begins at `start`, if any; a number right after a bullet is part of the marker."""
    found = _BULLET.match(text, start, end)
    if found is None:
        number = _ORDINAL.match(text, start, end)
        return None if number is None else _ordinal(number)
    after = found.end()
    while after < end and text[after] in " \t":
        after += 1
    second = _ORDINAL.match(text, after, end)
    if second is not None:
        inner = _ordinal(second)
        if inner.sure or inner.style[0] in "iI" or inner.style == "a.":
            return Marker(inner.end, found[0], 0, sure=True, ordinal=after)
    elif (bullet := _BULLET.match(text, after, end)) is not None and text[after] not in "-+~?*":
        return Marker(bullet.end(), found[0], 0, sure=True)
    return Marker(found.end(), found[0], 0, sure=True, ordinal=start if found[0] in INLINE_BULLETS else None)
