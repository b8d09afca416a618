"""The lines of a text, with their indent and their marker."""

from __future__ import annotations

import re

from msgspec import Struct

from eligibility.segment.markers import Marker, read_marker
from eligibility.segment.midline import headings_in_midline

# A whole line; the groups are those of the common case, in which nothing more has to be looked at:
# indent, a bullet or a number or none, and words. Whatever looks like more is left to `line_of`.
_LINE = re.compile(
    r"""(?P<indent>[ ]*+)
    (?:(?:(?P<bullet>[-*•])|(?P<number>[0-9]{1,3})(?P<close>[.)]))[ ]++(?=[A-Za-z<>≤≥]))?+
    (?P<words>
      (?![A-Za-z](?:[.) \t]|[-/][ ])|[ivxIVX]{2,5}[.)]|[A-Z]{1,3}[-. ]?[0-9]|(?:Criterion|CRITERION|No\.)[ ]?[0-9])
      [A-Za-z<>≤≥][^\n]*+)
    | [^\n]++""",
    re.VERBOSE,
)
_CLOSED = {".": "1.", ")": "1)"}
_WORD = re.compile(r"[^\W_]|[<>≤≥]")
_UNDERLINE = re.compile(r"[\s=_~*+.#-]*\Z")


class Line(Struct, frozen=True, gc=False):
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


def line_of(text: str, start: int, end: int, *, indent: int | None = None, after_blank: bool = False) -> Line | None:
    """A stretch of text as a line.

    Args:
        text: the cleaned text.
        start: where it begins, spaces included.
        end: where it ends.
        indent: the column of the line that it is the rest of; None if it is a line of its own.
        after_blank: a blank line stands before it.

    Returns:
        The line; None if it is blank.
    """
    body = text[start:end]
    stripped = body.lstrip()
    if not stripped:
        return None
    first = end - len(stripped)
    last = first + len(stripped.rstrip())
    soft = indent is not None
    if indent is None:
        indent = first - start
        if indent and "\t" in body[:indent]:
            indent = len(body[:indent].expandtabs(4))
    marker = read_marker(text, first, last)
    words = first
    if marker is not None:
        words = marker.end
        while words < last and text[words].isspace():
            words += 1
    return Line(first, last, indent, words, marker, after_blank, _WORD.search(text, words, last) is None, soft)


def _plain_line(text: str, found: re.Match[str], after_blank: bool) -> Line:
    """A line of the common case."""
    indent, bullet, number, close, words = found.regs[1:]
    end = words[1]
    while text[end - 1].isspace():
        end -= 1
    marker = None
    if bullet[0] >= 0:
        sign = text[bullet[0]]
        marker = Marker(bullet[1], sign, 0, True, 0, bullet[0] if sign == "•" else None)
    elif number[0] >= 0:
        value = int(text[number[0] : number[1]])
        marker = Marker(close[1], _CLOSED[text[close[0]]], value, True, 0, number[0])
    return Line(indent[1], end, indent[1] - indent[0], words[0], marker, after_blank, False, False)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def read_lines(text: str) -> list[Line]:
    """All lines that are not blank; a heading in the middle of a line begins one of its own."""
    breaks = headings_in_midline(text)
    breaks.append(len(text) + 1)
    lines: list[Line] = []
    at, blank, previous_end = 0, False, -1
    indent: int | None
    for found in _LINE.finditer(text):
        start, end = found.span()
        blank = blank or start > previous_end + 1
        previous_end, indent = end, None
        if found.lastgroup == "words" and breaks[at] >= end:
            lines.append(_plain_line(text, found, blank))
            blank = False
            continue
        while start < end:
            stop = min(end, breaks[at])
            line = line_of(text, start, stop, indent=indent, after_blank=blank)
            if line is not None:
                lines.append(line)
            blank = line is None and (blank or indent is None)
            start = stop
            if stop == breaks[at]:
                at += 1
                indent = _margin(found[0])
    return lines


def is_underline(text: str, line: Line) -> bool:
    """Whether the line is a rule such as "-----"."""
    return line.empty and line.end - line.start >= 3 and _UNDERLINE.match(text, line.start, line.end) is not None
