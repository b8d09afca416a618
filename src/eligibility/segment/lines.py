"""The lines of a text, with their indent and their marker."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.segment.headings import headings_in_midline
from eligibility.segment.markers import Marker, read_marker

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]|[<>≤≥]")
_UNDERLINE = re.compile(r"[\s=_~*+.#-]*\Z")


class Line(NamedTuple):
    """A line that is not blank.

    Attributes:
        start: its first character that is no space.
        end: behind its last one.
        indent: columns in front of `start`.
        body: where its words begin, after the marker; `start` if there is none.
        marker: the bullet or number.
        after_blank: a blank line stands before it.
        empty: it holds no word: a ruled line, or a bullet alone.
        soft: it begins in the middle of a line of the text.
    """

    start: int
    end: int
    indent: int
    body: int
    marker: Marker | None
    after_blank: bool
    empty: bool
    soft: bool


def _line(text: str, start: int, end: int, after_blank: bool, soft: bool, margin: int) -> Line | None:
    body = text[start:end]
    stripped = body.lstrip()
    if not stripped:
        return None
    first = end - len(stripped)
    last = start + len(body.rstrip())
    indent = margin if soft else first - start
    if not soft and indent and "\t" in body[:indent]:
        indent = len(body[:indent].expandtabs(4))
    marker = read_marker(text, first, last)
    words = first
    if marker is not None:
        words = marker.end
        while words < last and text[words].isspace():
            words += 1
    return Line(first, last, indent, words, marker, after_blank, _WORD.search(text, words, last) is None, soft)


def read_lines(text: str) -> list[Line]:
    """All lines that are not blank; a heading in the middle of a line begins one of its own."""
    breaks = headings_in_midline(text)
    breaks.append(len(text) + 1)
    lines: list[Line] = []
    at = 0
    blank, previous_end = False, -1
    for found in _LINE.finditer(text):
        start, end = found.span()
        blank = blank or start > previous_end + 1
        previous_end = end
        margin = len(found[0]) - len(found[0].lstrip()) if breaks[at] < end else 0
        soft = False
        while start < end:
            stop = end
            while breaks[at] <= start:
                at += 1
            stop = min(end, breaks[at])
            line = _line(text, start, stop, blank, soft, margin)
            if line is None:
                blank = blank or not soft
            else:
                lines.append(line)
                blank = False
            start, soft = stop, True
    return lines


def line_of(text: str, start: int, end: int, indent: int) -> Line | None:
    """What follows on a line as a line of its own; None if it is blank."""
    return _line(text, start, end, after_blank=False, soft=True, margin=indent)


def is_underline(text: str, line: Line) -> bool:
    """Whether the line is a rule such as "-----"."""
    return line.empty and line.end - line.start >= 3 and _UNDERLINE.match(text, line.start, line.end) is not None
