r"""Numbers of a list that have no mark behind them: "1 Age over 18\n2 Gout"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.segment.lines import Line
from eligibility.segment.markers import Marker

_ONE, _TWO = (re.compile(rf"(?m)^[ \t]*{number}[ \t]+[A-Z<>≥≤]") for number in (1, 2))
_NUMBER = re.compile(r"(\d{1,2})[ \t]+(?=[A-Z<>≥≤])")
_FEWEST = 2
"""Numbers of a list, from one up: one alone may count something."""


def number_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a text, with the numbers that count up from one and stand bare before a capital as markers.

    Args:
        text: the cleaned text.
        lines: its lines.
    """
    out = list(lines)
    first = _ONE.search(text) if "1 " in text or "1\t" in text else None
    if first is None or _TWO.search(text, first.end()) is None:
        return out
    run: list[tuple[int, Line]] = []
    for at, line in enumerate(out):
        found = _NUMBER.match(text, line.start, line.end) if line.marker is None else None
        if found is None:
            continue
        value = int(found[1])
        if value != len(run) + 1:
            run = []
        if value == len(run) + 1:
            marker = Marker(found.end(1), "1", value, sure=True, ordinal=line.start)
            run.append((at, replace(line, body=found.end(), marker=marker)))
        for place, marked in run if len(run) == _FEWEST else run[_FEWEST:][-1:]:
            out[place] = marked
    return out
