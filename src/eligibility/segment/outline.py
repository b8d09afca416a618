"""Segmenting: a cleaned text in sections and a tree of items."""

from __future__ import annotations

from eligibility.segment.clean import CleanText
from eligibility.segment.headings import read_heading
from eligibility.segment.inline import split_inline
from eligibility.segment.layout import CONNECTIVE, JOINER, OPENS_WITH_JOINER
from eligibility.segment.lines import Line, is_underline, line_of, read_lines
from eligibility.segment.model import Item, Joiner, Kind, Outline, SectionSpan
from eligibility.segment.nesting import Node, continues, is_unfinished, place, resolve


def _wrap_width(lines: list[Line]) -> int:
    """The column at which lines were wrapped: the longest line, if several are about as long; else 0."""
    lengths = sorted((line.end - line.start + line.indent for line in lines), reverse=True)
    if len(lengths) < 3 or not 50 <= lengths[0] <= 130 or lengths[2] < lengths[0] - 15:
        return 0
    return lengths[0]


class _Builder:
    """The state while lines are read from top to bottom."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = read_lines(text)
        self.width = _wrap_width(self.lines)
        self.sections: list[SectionSpan] = []
        self.roots: list[Node] = []
        self.stack: list[Node] = []
        self.groups: list[list[Node]] = [self.roots]
        self.leftovers: list[tuple[int, int]] = []

    @property
    def kind(self) -> Kind | None:
        return self.sections[-1].kind if self.sections else None

    def build(self) -> Outline:
        pending: Line | None = None
        for at, line in enumerate(self.lines):
            if pending is not None:
                line = self._join_marker(pending, line)
                pending = None
            if line.empty and self._resolve(line).marker is None and line.marker is not None:
                self._read_item(line)  # a number that ends a sentence
            elif line.empty and line.marker is not None and line.body >= line.end and self._follows_unmarked(at):
                pending = line
            elif line.empty:
                self._leave(line)
            elif not self._read_heading(line, at):
                self._read_item(line)
        if pending is not None:
            self._leave(pending)
        items = tuple(
            self._item(node, 0) for group in self.groups for node in split_inline(self.text, _mend(self.text, group))
        )
        return Outline(tuple(self.sections), items, tuple(self.leftovers))

    def _follows_unmarked(self, at: int) -> bool:
        return at + 1 < len(self.lines) and self.lines[at + 1].marker is None

    def _join_marker(self, marker: Line, line: Line) -> Line:
        """A bullet alone on its line, and the line after it, as one."""
        if line.empty:
            self._leave(marker)
            return line
        return line._replace(start=marker.start, indent=marker.indent, marker=marker.marker)

    def _leave(self, line: Line) -> None:
        if (
            is_underline(self.text, line)
            and self.sections
            and not self.roots
            and line.start - self.sections[-1].end <= 2
        ):
            self.sections[-1] = self.sections[-1]._replace(end=line.end)
        else:
            self.leftovers.append((line.start, line.end))

    def _read_heading(self, line: Line, at: int) -> bool:
        """Open a section if the line is a heading; what follows on the line is an item."""
        listed = at + 1 < len(self.lines) and self.lines[at + 1].marker is not None
        body = line.body
        marked = line.marker is not None and self.text[line.start] != "#"
        heading = read_heading(self.text, body, line.end, marked=marked, listed=listed, current=self.kind)
        if heading is None:
            return False
        title = self.text[body : heading.title_end].strip("*_# \t-~=")
        self.sections.append(SectionSpan(heading.kind, title, line.start, heading.title_end, heading.cohort))
        self.roots, self.stack = [], []
        self.groups.append(self.roots)
        if heading.title_end < line.end:
            self._read_rest(line, heading.title_end)
        return True

    def _read_rest(self, line: Line, start: int) -> None:
        """Read what follows a heading on its own line."""
        rest = line_of(self.text, start, line.end, line.indent)
        if rest is None:
            return
        if rest.empty:
            if self.text[rest.start : rest.end].strip("*_:.- "):
                self.leftovers.append((rest.start, rest.end))
            else:
                self.sections[-1] = self.sections[-1]._replace(end=rest.end)
        else:
            self._read_item(rest)

    def _read_item(self, line: Line) -> None:
        text, last = self.text, self.stack[-1] if self.stack else None
        word = CONNECTIVE.fullmatch(text, line.body, line.end)
        if word is not None:
            self._connect(line, "and" if word["word"].lower() == "and" else "or")
            return
        line = self._resolve(line)
        if line.marker is None and last is not None and continues(text, last, line, self.width):
            self._extend(last, line)
            return
        place(
            text,
            self.roots,
            self.stack,
            Node(line, self.kind or "inclusion", len(self.sections) - 1 if self.sections else None),
        )

    def _resolve(self, line: Line) -> Line:
        """The line with its marker as it is meant among the items before it, or without."""
        if line.marker is None:
            return line
        unfinished = bool(self.stack) and is_unfinished(self.text, self.stack[-1])
        marker = resolve(line.marker, self._recent(), unfinished)
        return line if marker is line.marker else line._replace(marker=marker, body=line.body if marker else line.start)

    def _recent(self) -> list[Node]:
        """The open items, and the last top-level one."""
        return self.stack if self.stack or not self.roots else self.roots[-1:]

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
        else:
            self.leftovers.append((line.start, line.end))

    def _item(self, node: Node, depth: int) -> Item:
        text = self.text
        children = tuple(self._item(child, depth + 1) for child in node.children)
        joiner = node.joiner
        if joiner is None and (found := JOINER.search(text, max(node.start, node.end - 12), node.end)):
            joiner = "and" if found["word"].lower() == "and" else "or"
        lead_in = bool(children) or node.opens_list(text)
        return Item(
            node.kind,
            node.start,
            node.end,
            node.marker_start,
            node.marker_end,
            node.section,
            depth,
            lead_in,
            joiner,
            children,
        )


def _mend(text: str, roots: list[Node]) -> list[Node]:
    """Top-level items as a reader would count them, where indents slipped; joiners taken from the item after."""
    if (
        len(roots) == 1
        and len(roots[0].children) > 1
        and not roots[0].opens_list(text)
        and not is_unfinished(text, roots[0])
    ):
        roots = [roots[0], *roots[0].children]
        roots[0].children = []
    level = [roots]
    while level:
        nodes = level.pop()
        for node, after in zip(nodes, nodes[1:], strict=False):
            found = OPENS_WITH_JOINER.match(text, after.start, after.end)
            if node.joiner is None and found is not None and node.section == after.section:
                node.joiner = "and" if found["word"].lower() == "and" else "or"
        level += [node.children for node in nodes if node.children]
    return roots


def segment(clean: CleanText) -> Outline:
    """Divide a text into sections and criteria.

    Headings in every usual style open sections; bullets, numbers, indents and lead-ins make a tree of items; lines
    that were wrapped are one item; run-on lists ("1. ... 2. ...") are divided. Text without any heading is inclusion.

    Args:
        clean: the cleaned text.

    Returns:
        The outline, all offsets into `clean.text`.

    Example:
        >>> from eligibility.segment import clean
        >>> outline = segment(clean("Inclusion Criteria:\\n * Age > 18\\n * Asthma"))
        >>> [(item.kind, item.start, item.end) for item in outline.items]
        [('inclusion', 23, 31), ('inclusion', 35, 41)]
    """
    return _Builder(clean.text).build()
