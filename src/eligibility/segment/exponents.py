"""Areas and volumes whose exponent is not in its place: "kg/m 2", "cells/mm^ 3", "mL/min/1.73 m(2)", "kg/m**2"."""

from __future__ import annotations

import re

from eligibility.segment.offsets import OffsetMap, Rewrite

_EXPONENT = re.compile(
    r"""(?<![A-Za-z])[cmd]?m (?:
    \^[ ](?=[23]\b)
    | \*\*(?=[23]\b)
    | (?P<bracket> \((?P<in>[23])\) ) (?!\w)
    | (?P<gap> [ ] ) (?P<power> [23] )
      (?! \w | [.,:]\d | [ ]?[/x×*-][ ]?\d | [ ](?:\d | (?:days?|weeks?|wks?|months?|years?|hours?|times)\b) )
    )""",
    re.VERBOSE,
)
_AREAS = ("m 2", "m 3", "m^ ", "m**", "m(2)", "m(3)")
"""What every such exponent has in it."""
_NAMED = re.compile(
    r"[ ]?(?:[)\];:,.]|$|\n|(?:and|or(?! more)|for|with|in|by|at|on|who|if|unless|within|prior|before|after)\b)"
)
"""What may follow an exponent that nothing but its place tells: an end, or a word that nothing is counted in."""
_PER = re.compile(r"(?:/[ ]?|\bper |1\.73 )\Z")
"""What stands before an area or volume that something else is told by."""
_LONGEST = 8
"""Characters of that."""


def clean_exponents(text: str) -> tuple[str, OffsetMap | None]:
    """The text with those exponents behind a caret, and the map back; no map if there are none.

    Behind a stroke ("mg/m 2 every 3 weeks") it is one unless what follows is counted ("/m 2 times"); elsewhere
    ("> 30 cm 3") only where nothing could be.
    """
    if not any([area in text for area in _AREAS]):  # noqa: C419 (a list is quicker here)
        return text, None
    work = Rewrite(text)
    for found in _EXPONENT.finditer(text):
        if found["bracket"] is not None:
            if _PER.search(text, max(0, found.start() - _LONGEST), found.start()):
                work.replace(*found.span("bracket"), f"^{found['in']}")
        elif found["gap"] is None:
            work.replace(found.end() - 2, found.end(), "^")
        elif _PER.search(text, max(0, found.start() - _LONGEST), found.start()) or _is_volume(text, found):
            work.replace(*found.span("gap"), "^")
    if not work.done:
        return text, None
    return work.finish(), work.map if len(work.map) else None


def _is_volume(text: str, found: re.Match[str]) -> bool:
    """Whether a length right behind a number is one of an area or volume, as nothing follows that is counted."""
    before = text[max(0, found.start() - 2) : found.start()].rstrip(" ")
    return before[-1:].isdigit() and _NAMED.match(text, found.end()) is not None
