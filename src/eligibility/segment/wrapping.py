"""Lines that were wrapped at a margin: at which column, and whether a line had no room on the one before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eligibility.segment.lines import Line


def no_room(text: str, column: int, end: int, line: Line, width: int) -> bool:
    """Whether the first word of a line had no room on the line before it, which does not end as a sentence does.

    Args:
        text: the cleaned text.
        column: where the line before ends.
        end: the same place in the text.
        line: the line in question.
        width: the column at which lines were wrapped; 0 if they were not.
    """
    if not width or text[end - 1] in ".;:!?":
        return False
    space = text.find(" ", line.body, line.end)
    word = (space if space > 0 else line.end) - line.body
    return column + word + 1 > width


def wrap_width(text: str, lines: Sequence[Line]) -> int:
    """The column at which lines were wrapped: the longest line, if several are about as long; else 0.

    Of lines that go on with a sentence few begin with a capital; where most that may do so have one, none does so.
    Where the lines behind headings have none, sentences begin without one, and wrapped lines are most of all.
    """
    lengths = sorted([line.end - line.start + line.indent for line in lines], reverse=True)
    if len(lengths) < 3 or not 50 <= lengths[0] <= 130 or lengths[2] < lengths[0] - 15:
        return 0
    goes_on = [
        (before, line)
        for before, line in pairwise(lines)
        if line.marker is None and not (line.soft or line.after_blank) and text[before.end - 1] != ":"
    ]
    full = [
        text[line.body].isupper() and not text[line.body : line.end].isupper()
        for before, line in goes_on
        if no_room(text, before.end - before.start + before.indent, before.end, line, lengths[0])
    ]
    each = 2 * sum(full) > len(full) or (_begins_small(text, lines) and 2 * len(full) < len(goes_on))
    return 0 if each else lengths[0]


def _begins_small(text: str, lines: Sequence[Line]) -> bool:
    """Whether criteria without bullets begin with small letters: most lines right behind a colon do."""
    first = [
        text[line.body].islower()
        for before, line in pairwise(lines)
        if line.marker is None and text[before.end - 1] == ":" and not line.soft
    ]
    return 2 * sum(first) > len(first)
