"""How lines become a tree: which line goes on with the last item, which one begins a new one, and under which."""

from __future__ import annotations

import re

from msgspec.structs import replace

from eligibility.segment.layout import ends_unfinished, is_lead_in
from eligibility.segment.lines import Line
from eligibility.segment.markers import Marker
from eligibility.segment.model import Joiner, Kind
from eligibility.segment.wrapping import no_room

DEEPEST = 12
"""Items nested deeper are put at this depth."""
_NAME = re.compile(r"[a-z]{1,3}[A-Z]")
"""How a name begins that has a small letter first."""


class Node:
    """An item while the tree is being built; attributes as in `Item`, and those of its first line.

    Attributes:
        last_line: where its last line begins.
        closed: nothing more belongs to its own text.
    """

    __slots__ = (
        "children",
        "closed", "end", "indent", "joiner",
        "kind", "last_line", "marker_end", "marker_start", "ordinal", "section",
        "start", "style", "value",
    )  # fmt: skip

    def __init__(self, line: Line, kind: Kind, section: int | None) -> None:
        self.kind = kind
        self.section = section
        self.start = line.body
        self.end = line.end
        self.last_line = line.body
        self.indent = line.indent
        marker = line.marker
        self.marker_start = None if marker is None else line.start
        self.marker_end = None if marker is None else marker.end
        self.style = "" if marker is None else marker.style
        self.value = 0 if marker is None else marker.value
        self.ordinal = None if marker is None else marker.ordinal
        if marker is not None and line.soft and marker.style in ("-", "*"):
            self.ordinal = line.start
        self.joiner: Joiner | None = None
        self.children: list[Node] = []
        self.closed = False

    def opens_list(self, text: str) -> bool:
        """Whether its own text announces a list."""
        end = self.end
        while end > self.start and text[end - 1] in "*_- ":
            end -= 1
        return text[end - 1] == ":" or is_lead_in(text[max(self.start, end - 90) : end])


def _tail(text: str, node: Node) -> str:
    return text[max(node.last_line, node.end - 60) : node.end]


def is_unfinished(text: str, node: Node) -> bool:
    """Whether its last line ends in the middle of a phrase."""
    if node.closed:
        return False
    tail = _tail(text, node)
    if tail.endswith(",") and node.marker_start is not None:
        return True
    if ends_unfinished(tail):
        return not tail.lower().endswith(("; and", "; or", ", and", ", or")) or node.marker_start is not None
    line = text[max(node.last_line, node.end - 400) : node.end]
    return line.count("(") > line.count(")") and len(line) < 400


def continues(text: str, node: Node, line: Line, width: int) -> bool:
    """Whether a line without a marker goes on with the text of the last item.

    Args:
        text: the cleaned text.
        node: the last item.
        line: the line in question.
        width: the column at which the lines of the text were wrapped; 0 if they were not.
    """
    if node.closed or line.soft or text[node.end - 1] == ":":
        return False
    unfinished = is_unfinished(text, node)
    if line.after_blank and (text[line.body].isupper() or not (unfinished or _hangs(text, node, line))):
        return False
    return (
        unfinished
        or _looks_continued(text, node, line)
        or no_room(text, node.end - node.last_line + node.indent, node.end, line, width)
    )


def _hangs(text: str, node: Node, line: Line) -> bool:
    """Whether a line stands under the words of a marked item, and goes on with a small letter where they do not end."""
    hangs = node.marker_start is not None and line.indent > node.indent + 1
    return hangs and _is_small(text, line.body) and text[node.end - 1] not in ".;"


def _is_small(text: str, start: int) -> bool:
    """Whether a word begins with a small letter, and is no name that has its capital later: "eGFR", "mMRC"."""
    return text[start].islower() and _NAME.match(text, start) is None


def _looks_continued(text: str, node: Node, line: Line) -> bool:
    """Whether the line is indented under the item, or begins as no item does."""
    first = text[line.body]
    if line.indent > node.indent + 1 or first in ")]%,;":
        return True
    if node.marker_start is None and text[node.start].islower():
        return False
    return _is_small(text, line.body) and (node.marker_start is not None or node.end - node.last_line > 45)


def _is_sibling(top: Node, node: Node) -> bool:
    """Whether the markers are of one list: of one style, at one indent as near as numbers of two digits allow."""
    if top.style != node.style:
        return False
    shift = node.indent - top.indent
    return -2 < shift < 2 or (0 < node.value == top.value + 1 and -4 < shift < 4)


def _is_child(text: str, stack: list[Node], node: Node) -> bool:
    """Whether `node` belongs under the last of `stack`, of which it is no sibling by its marker."""
    top = stack[-1]
    deeper = node.indent - top.indent
    if top.marker_start is None:
        opens = top.opens_list(text) or (node.marker_start is not None and is_unfinished(text, top))
        return opens and (deeper >= 2 or (deeper > -2 and node.marker_start is not None))
    if deeper >= 2:
        return True
    if deeper <= -2 or any(_is_sibling(above, node) for above in stack):
        return False
    return top.opens_list(text) or (node.marker_start is not None and top.value > 0 and node.value <= 1)


def place(text: str, roots: list[Node], stack: list[Node], node: Node) -> None:
    """Put an item where its indent and its marker say that it belongs.

    Args:
        text: the cleaned text.
        roots: the top-level items of the section.
        stack: the items that are open, outermost first; changed.
        node: the new item.
    """
    while stack:
        if _is_sibling(stack[-1], node):
            stack.pop()
            break
        if _is_child(text, stack, node):
            break
        stack.pop()
    del stack[DEEPEST - 1 :]
    (stack[-1].children if stack else roots).append(node)
    stack.append(node)


def resolve(text: str, marker: Marker, stack: list[Node]) -> Marker | None:
    """What a marker is, given the items before it: a letter may be a roman numeral, and a number part of a sentence.

    Args:
        text: the cleaned text.
        marker: the marker as it looks by itself.
        stack: the items that are open, outermost first.

    Returns:
        The marker, with the style and value that fit; None if the line has none after all.
    """
    if not marker.value:
        return marker
    before = {node.style: node.value for node in stack}
    for above in stack[:-1]:
        for child in above.children[-1:]:
            before.setdefault(child.style, child.value)
    style, value = marker.style, marker.value
    if marker.roman:
        numeral = style.replace("a", "i").replace("A", "I")
        if before.get(style) != value - 1 and (marker.roman == 1 or before.get(numeral) == marker.roman - 1):
            return replace(marker, style=numeral, value=marker.roman)
    last = before.get(style)
    if value in {0, 1} or (last is not None and last < value <= last + 3):
        return marker
    return marker if marker.sure and not (stack and is_unfinished(text, stack[-1])) else None
