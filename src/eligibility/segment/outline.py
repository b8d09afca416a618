"""Segmenting: a cleaned text in sections and a tree of items."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.segment.assemble import arrange, assemble
from eligibility.segment.bare_numbers import number_lines
from eligibility.segment.clean import CleanText
from eligibility.segment.headings import Heading, Setting, may_name, read_heading
from eligibility.segment.labels import read_labels
from eligibility.segment.layout import CONNECTIVE, joiner_of
from eligibility.segment.lines import Line, is_underline, line_of, read_lines
from eligibility.segment.model import Joiner, Kind, Outline, SectionSpan
from eligibility.segment.nesting import Node, continues, is_unfinished, place, resolve
from eligibility.segment.not_criteria import is_debris, lapsed_heading, says_nothing
from eligibility.segment.topics import is_subject, is_topic
from eligibility.segment.wrapping import wrap_width


def _title(text: str, line: Line, end: int) -> str:
    """The words of a heading, without decoration."""
    return text[line.body : end].strip("*_# \t-~=")


_KIND_OF: dict[str, Kind] = {"I": "inclusion", "E": "exclusion"}
"""Of what kind criteria are whose numbers begin with a letter."""


class _Reader:
    """Reads lines from top to bottom; what it has found so far.

    Attributes:
        sections: the headings.
        groups: the top-level items of each section, those before the first heading first.
        leftovers: what is no part of anything.
        kind: the kind of the section that is open.
        headed: whether lines may be headings that do not say of what kind they are.
        lapsed: whether the criteria of the open section are of another time, and decide nothing.
        over: a group of people whose name stands right above headings of its own, and their kinds so far.
    """

    def __init__(self, text: str, *, headed: bool) -> None:
        self.text, self.headed = text, headed
        self.lines = number_lines(text, read_lines(text))
        self.width = wrap_width(text, self.lines)
        self.sections: list[SectionSpan] = []
        self.groups: list[list[Node]] = [[]]
        self.stack: list[Node] = []
        self.leftovers: list[tuple[int, int]] = []
        self.kind: Kind | None = None
        self.lapsed = False
        self.over: tuple[str, set[Kind]] | None = None

    def read(self) -> None:
        """Read all lines."""
        alone: Line | None = None
        for at, found in enumerate(self.lines):
            line, alone = (found, None) if alone is None else (self._join_marker(alone, found), None)
            if is_debris(self.text, line.start, line.end):
                self.leftovers.append((line.start, line.end))
            elif not line.empty:
                if not self._read_heading(line, at):
                    self._read_item(line)
            elif line.marker is not None and self._resolve(line).marker is None:
                self._read_item(line)  # a number that ends a sentence
            elif line.marker is not None and line.body >= line.end and self._next_marked(at) is False:
                alone = line
            else:
                self._leave(line)

    def _next_marked(self, at: int) -> bool | None:
        """Whether the next line has a marker; None if there is no next line."""
        return self.lines[at + 1].marker is not None if at + 1 < len(self.lines) else None

    def _join_marker(self, marker: Line, line: Line) -> Line:
        """A bullet alone on its line, and the line after it, as one."""
        if line.empty:
            self._leave(marker)
            return line
        return replace(line, start=marker.start, indent=marker.indent, marker=marker.marker)

    def _leave(self, line: Line) -> None:
        """Count a line without words to the heading that it underlines, or to the leftovers."""
        heading = self.sections[-1] if self.sections and not self.groups[-1] else None
        if heading is not None and line.start - heading.end <= 2 and is_underline(self.text, line):
            self.sections[-1] = heading._replace(end=line.end)
        else:
            self.leftovers.append((line.start, line.end))

    def _read_heading(self, line: Line, at: int) -> bool:
        """Open a section if the line is a heading; what follows on the line is an item."""
        marked = line.marker is not None and self.text[line.start] != "#"
        if marked and not may_name(self.text, line.body, line.end):
            return False
        heading = self._heading(line, at, marked=marked)
        if heading is None:
            return False
        self.kind = heading.kind
        title = _title(self.text, line, heading.end)
        self.sections.append(SectionSpan(heading.kind, title, line.start, heading.end, self._cohort(heading)))
        self.stack = []
        self.groups.append([])
        if heading.end < line.end:
            self._read_rest(line, heading.end)
        return True

    def _heading(self, line: Line, at: int, *, marked: bool) -> Heading | None:
        """The heading that a line is or begins with, if any."""
        text, start, end = self.text, line.body, line.end
        if self.headed and not marked and (stop := lapsed_heading(text, start, end, self.sections)) is not None:
            self.lapsed = True
            return Heading(self.kind or "exclusion", stop, None)
        listed = at + 1 < len(self.lines) and self.lines[at + 1].marker is not None
        heading = read_heading(text, start, end, Setting(marked, listed, self.kind, not self.groups[-1]))
        if heading is not None and heading.named:
            self.lapsed = False
            return heading
        if not self.headed:
            return None
        if heading is not None:
            subject = heading.cohort is None and listed and is_subject(text[start:end], text, self.lines[at + 1].body)
            return None if subject else heading
        if listed and not marked and is_topic(text, start, end) and not self._breaks_off():
            return Heading(self.kind or "inclusion", end, None)
        return None

    def _breaks_off(self) -> bool:
        """Whether the last item waits for the rest of its sentence."""
        return bool(self.stack) and is_unfinished(self.text, self.stack[-1])

    def _cohort(self, heading: Heading) -> str | None:
        """Whom a heading speaks of: the group that it names, or that the heading right above both lists names."""
        if heading.cohort is not None:
            self.over = None
            return heading.cohort
        above = self.sections[-1].cohort if self.sections and not self.groups[-1] else None
        if above is not None and heading.named and self.over is None:
            self.over = (above, set())
        if self.over is None:
            return None
        name, kinds = self.over
        if heading.named and heading.kind in kinds:
            self.over = None
            return None
        if heading.named:
            kinds.add(heading.kind)
        return name

    def _read_rest(self, line: Line, start: int) -> None:
        """Read what follows a heading on its own line: decoration, more of the heading, or the first item."""
        rest = line_of(self.text, start, line.end, indent=line.indent)
        if rest is None:
            return
        if rest.empty:
            self.sections[-1] = self.sections[-1]._replace(end=rest.end)
            return
        setting = Setting(False, False, self.kind, True)
        more = None if rest.marker else read_heading(self.text, rest.body, rest.end, setting)
        if more is not None and more.kind == self.kind and (more.end >= rest.end or not more.named):
            title = _title(self.text, line, more.end)
            self.sections[-1] = self.sections[-1]._replace(end=more.end, title=title)
            if more.end < rest.end:
                self._read_rest(line, more.end)
        else:
            self._read_item(rest)

    def _read_item(self, line: Line) -> None:
        text, last = self.text, self.stack[-1] if self.stack else None
        if self.lapsed or (self.sections and not self.groups[-1] and says_nothing(text, line.body, line.end)):
            self.leftovers.append((line.start, line.end))
            return
        line = self._resolve(line)
        word = CONNECTIVE.fullmatch(text, line.body, line.end) if line.end - line.body < 12 else None
        if word is not None:
            self._connect(line, joiner_of(word["word"]))
            return
        if line.marker is None and last is not None and continues(text, last, line, self.width):
            self._extend(last, line)
            return
        if line.marker is not None and not self.sections:
            self._turn(line.marker.style)
        section = len(self.sections) - 1 if self.sections else None
        place(text, self.groups[-1], self.stack, Node(line, self.kind or "inclusion", section))

    def _turn(self, style: str) -> None:
        """Begin the other list where numbers alone tell the two apart: "I1", "I2", |"E1"|."""
        kind = _KIND_OF.get(style[0]) if style[-1] == "1" else None
        if kind is None or kind == self.kind or not (self.kind or kind == "inclusion"):
            return
        self.kind, self.stack = kind, []
        self.groups.append([])

    def _resolve(self, line: Line) -> Line:
        """The line with its marker as it is meant among the items before it, or without."""
        if line.marker is None or not line.marker.value:
            return line
        marker = resolve(self.text, line.marker, self.stack)
        return line if marker is line.marker else replace(line, marker=marker, body=line.body if marker else line.start)

    def _extend(self, node: Node, line: Line) -> None:
        """Let an item go on to the end of a line, over what was left between."""
        while self.leftovers and self.leftovers[-1][0] >= node.end:
            self.leftovers.pop()
        node.end, node.last_line = line.end, line.start

    def _connect(self, line: Line, word: Joiner) -> None:
        """Keep a line that is only "and" or "or" with the item before it."""
        if not self.stack:
            self.leftovers.append((line.start, line.end))
            return
        joined = next((node for node in self.stack if node.indent >= line.indent), self.stack[-1])
        joined.joiner = word
        if line.marker is None:
            self._extend(self.stack[-1], line)
            self.stack[-1].closed = True
        else:
            self.leftovers.append((line.start, line.end))


def segment(clean: CleanText, *, headed: bool = True) -> Outline:
    r"""Divide a text into sections and criteria.

    Headings in every usual style open sections; bullets, numbers, indents and lead-ins make a tree of items; lines
    that were wrapped are one item; run-on lists ("1. ... 2. ...") are divided. Text without any heading is inclusion.

    Args:
        clean: the cleaned text.
        headed: whether lines may be headings that do not say "inclusion" or "exclusion"; in what is one criterion, they
            are lead-ins of its lists.

    Returns:
        The outline, all offsets into `clean.text`.

    Example:
        >>> from eligibility.segment import clean
        >>> outline = segment(clean("Inclusion Criteria:\n * Age > 18\n * Asthma"))
        >>> [(item.kind, item.start, item.end) for item in outline.items]
        [('inclusion', 23, 31), ('inclusion', 35, 41)]
    """
    reader = _Reader(clean.text, headed=headed)
    reader.read()
    groups = [arrange(clean.text, group) for group in reader.groups]
    sections = read_labels(clean.text, reader.sections, groups) if headed else reader.sections
    items = tuple(item for group in groups for item in assemble(clean.text, group))
    return Outline(tuple(sections), items, tuple(reader.leftovers))
