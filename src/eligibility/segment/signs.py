"""The second half of cleaning: comparators and powers of ten that are written with several characters."""

from __future__ import annotations

import re

from eligibility.segment.offsets import OffsetMap, Rewrite

_CHANGE = re.compile(
    r"""[<>=1≥≤](?:
    (?<=[<>]) (?: [ ]{0,2}/?[ ]?= | [ ]{0,2}or[ ]{0,2}= | [ ]?[\u0331-\u0333] )
    | (?<=[≥≤]) [ ]?/?[ ]?=
    | (?<==) [ ]?/?[ ]?[<>]
    | (?<=1)(?<![0-9.,^]1) 0
      (?P<sep> [ ]?(?P<caret>\^)[ ]?\(? | [ ]?(?P<mark>\*\*?|[eE]|exp|\()[ ]?\(? | [ ]? )
      (?P<power> 1[0-2] | [2-9] ) (?![0-9]) \)?
      (?P<gap> [ ]{0,2}(?=/) )?
      (?P<unit> (?= /[ ]?(?i:[lµu]|mm|ml|mcl|dl|kg|cu|high) | [ ]?(?i:per|cells?|cfu|copies|mm3)\b ) )?
    )""",
    re.VERBOSE,
)
_MARGIN = 40
"""The widest indent of a bullet."""
_TIMES = "xX×*·"


def _times_before(text: str, at: int) -> int | None:
    """Where the multiplication sign in front of `at` stands, with at most two spaces between; None if there is none."""
    for back in range(at - 1, max(at - 4, -1), -1):
        one = text[back]
        if one in _TIMES:
            return None if back and text[back - 1].isalpha() else back
        if one != " ":
            return None
    return None


def _rewrite_power(work: Rewrite, found: re.Match[str]) -> None:
    """Write a power of ten as x10^9/L, if it is certain that it is one."""
    start = found.start()
    times = _times_before(work.old, start)
    if times is not None and times < work.done:
        times = None
    certain = found["caret"] or (found["unit"] is not None and (found["mark"] or times is not None))
    if not certain:
        return
    if times is not None and work.old[times : start + 2] != "x10":
        work.replace(times, start + 2, "x10")
    after = found.start("gap") if found["gap"] else found.end()
    if work.old[start + 2 : after] != "^" + found["power"]:
        work.replace(start + 2, after, "^" + found["power"])
    if found["gap"]:
        work.replace(after, found.end() + 1, "/")


def _is_arrow(text: str, found: re.Match[str]) -> bool:
    """Whether "=>" is a bullet: first on its line and not before a number."""
    nearby = max(found.start() - _MARGIN, 0)
    line_start = text.rfind("\n", nearby, found.start()) + 1
    if line_start == 0 < nearby or text[line_start : found.start()].strip():
        return False
    return not text[found.end() : found.end() + 2].strip()[:1].isdigit()


def clean_signs(text: str) -> tuple[str, OffsetMap | None]:
    """The text with ">=", "=<", "> or =" and the like as one sign, powers as 10^9, and the map back."""
    work = Rewrite(text)
    for found in _CHANGE.finditer(text):
        first = found[0][0]
        if first == "1":
            _rewrite_power(work, found)
        elif first != "=":
            work.replace(*found.span(), "≥" if first in ">≥" else "≤")
        elif found[0][-1] == "<" or not _is_arrow(text, found):
            work.replace(*found.span(), "≥" if found[0][-1] == ">" else "≤")
    if not work.done:
        return text, None
    return work.finish(), work.map if len(work.map) else None
