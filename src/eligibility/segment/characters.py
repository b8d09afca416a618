"""The first half of cleaning: single characters, entities, escapes."""

from __future__ import annotations

import html
import re
import unicodedata

from eligibility.segment.layout import load
from eligibility.segment.offsets import OffsetMap, Rewrite

_TABLE = load("characters.yaml")
_SUPERSCRIPT: dict[str, str] = _TABLE["superscripts"]


def _plain_superscripts(text: str) -> str:
    return "^" + "".join(_SUPERSCRIPT[one] for one in text)


def _single_characters() -> dict[str, str]:
    single = {old: new for new, olds in _TABLE["single"].items() for old in olds}
    for code in range(0xFF01, 0xFF5F):  # full-width forms of ASCII
        single.setdefault(chr(code), chr(code - 0xFEE0))
    for code in range(0x3380, 0x33E0):  # squared units such as ㎎ and ㎡
        _form, *parts = unicodedata.decomposition(chr(code)).split()
        plain = (chr(int(part, 16)) for part in parts)
        single[chr(code)] = "".join(
            {"μ": "µ", "²": "^2", "³": "^3", "⁄": "/", "∕": "/", "ℓ": "l"}.get(one, one) for one in plain
        )
    return single


_SINGLE = _single_characters()
_INVISIBLE = re.escape("".join(_TABLE["invisible"]))
_HIDDEN = frozenset(_TABLE["invisible"])
_RAISED = "".join(_SUPERSCRIPT)
_POINTS = "".join(_TABLE["decimal_points"])
_ONE = re.escape("".join(_SINGLE))
_ROMAN = frozenset(map(chr, range(0x2160, 0x217C)))
"""Roman numerals that are one character."""

# The first character decides: the class in front lets the search skip ordinary text at the speed of one lookup each.
_CHANGE = re.compile(
    rf"""[\\&{_INVISIBLE}{_RAISED}{_POINTS}{_ONE}](?:
    (?<=\\)[!-/:-@\[-`{{-~\n]
    | (?<=&)\#(?:[xX]0?[dD]|13);\n?
    | (?<=&)(?:(?:amp;){{0,2}}(?:\#[0-9]{{1,7}} | \#[xX][0-9a-fA-F]{{1,6}} | [a-zA-Z][a-zA-Z0-9]{{1,15}});)
    | (?<=\r)\n
    | (?<=[{_INVISIBLE}])[{_INVISIBLE}]*
    | (?<=[{_RAISED}])[{_RAISED}]*
    | (?<=[0-9][{_POINTS}])(?=[0-9])(?!10(?:[\^{_RAISED}]|(?:9|12)/))
    | (?<=[{_ONE}])
    )""",
    re.VERBOSE,
)


def _entity(text: str) -> str:
    """What an HTML entity stands for, cleaned; the entity itself where there is none of that name."""
    plain = text
    while plain.startswith("&") and (less := html.unescape(plain)) != plain:
        plain = less
    if plain.rstrip("\n") == "\r":
        return "\n"
    return "".join(_plain_superscripts(one) if one in _SUPERSCRIPT else _SINGLE.get(one, one) for one in plain) or " "


def _clean_form(found: str, old: str, start: int) -> str:
    first = found[0]
    if first == "\\":
        return " " if found[1] == "\n" else found[1]
    if first == "&":
        return _entity(found)
    if first in _SUPERSCRIPT:
        return _plain_superscripts(found)
    if first in _POINTS:
        return "."
    new = _SINGLE[first]
    if not start:
        return new
    # 2½ is 2 1/2, gradeⅡ is grade II
    apart = new[1:2] == "/" and old[start - 1].isdigit()
    return " " + new if apart or (first in _ROMAN and old[start - 1].isalpha()) else new


def _leave_out(work: Rewrite, start: int, end: int) -> None:
    """Drop invisible characters, so that a visible neighbour stands for them; alone between spaces they stay."""
    old = work.old
    if start and not old[start - 1].isspace():
        work.drop(start, end)
    elif end < len(old) and not old[end].isspace():
        following = _CHANGE.match(old, end)
        if following is None:
            work.replace(start, end + 1, old[end])
        else:
            work.replace(start, following.end(), _clean_form(following[0], old, end))


def clean_characters(text: str) -> tuple[str, OffsetMap | None]:
    """The text with each odd character in its plain form, and the map back; no map if nothing was moved."""
    first = _CHANGE.search(text)
    if first is None:
        return text, None
    work = Rewrite(text)
    for found in _CHANGE.finditer(text, first.start()):
        start, end = found.span()
        if start < work.done:
            continue
        if text[start] in _HIDDEN:
            _leave_out(work, start, end)
        else:
            work.replace(start, end, _clean_form(found[0], text, start))
    return work.finish(), work.map if len(work.map) else None
