"""How lines become a tree: which line goes on with the last item, which one begins a new one, and under which."""

from __future__ import annotations

from eligibility.segment.layout import LEAD_IN, UNFINISHED
from eligibility.segment.lines import Line
from eligibility.segment.markers import Marker
from eligibility.segment.model import Joiner, Kind

DEEPEST = 12
"""Items nested deeper are put at this depth."""


class Node:
    """An item while the tree is being built; attributes as in `Item`, and those of its first line."""

    __slots__ = (
        "children", "end", "indent", "joiner", "kind", "last_line", "marker_end", "marker_start", "ordinal", "section",
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
        self.joiner: Joiner | None = None
        self.children: list[Node] = []

    def opens_list(self, text: str) -> bool:
        """Whether its own text announces a list."""
        end = self.end
        while end > self.start and text[end - 1] in "*_- ":
            end -= 1
        return text[end - 1] == ":" or LEAD_IN.search(text, max(self.start, end - 90), end) is not None


def _tail(text: str, node: Node) -> str:
    return text[max(node.last_line, node.end - 60) : node.end]


def is_unfinished(text: str, node: Node) -> bool:
    """Whether its last line ends in the middle of a phrase."""
    tail = _tail(text, node)
    if tail.endswith(",") and node.marker_start is not None:
        return True
    if UNFINISHED.search(tail):
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
    if line.soft:
        return False
    first = text[line.body]
    if node.opens_list(text) and text[node.end - 1] == ":":
        return False
    if line.after_blank and (first.isupper() or not is_unfinished(text, node)):
        return False
    if is_unfinished(text, node):
        return True
    small = first.islower() or first in ")]%,;"
    if node.marker_start is not None:
        if small or line.indent > node.indent + 1:
            return True
    elif line.indent > node.indent + 1 or (small and (node.end - node.last_line > 45 or first in ")]%,;")):
        return True
    word_end = text.find(" ", line.body, line.end)
    word = (word_end if word_end > 0 else line.end) - line.body
    full = node.end - node.last_line + node.indent + word + 1 > width
    return bool(width) and full and text[node.end - 1] not in ".;:!?"


def _is_sibling(top: Node, node: Node) -> bool:
    if top.style != node.style:
        return False
    return abs(node.indent - top.indent) < 2 or (0 < node.value == top.value + 1 and abs(node.indent - top.indent) < 4)


def _is_child(text: str, stack: list[Node], node: Node) -> bool:
    """Whether `node` belongs under the last of `stack`, of which it is no sibling by its marker."""
    top = stack[-1]
    deeper = node.indent - top.indent
    if top.marker_start is None:
        return top.opens_list(text) and (deeper >= 2 or (deeper > -2 and node.marker_start is not None))
    if deeper >= 2:
        return True
    if deeper <= -2 or node.marker_start is None or any(_is_sibling(above, node) for above in stack):
        return False
    return top.opens_list(text) or (top.value > 0 and node.value <= 1)


def place(text: str, roots: list[Node], stack: list[Node], node: Node) -> None:
    """Put an item where its indent and its marker say that it belongs.

    Args:
        text: the cleaned text.
        roots: the top-level items of the section.
        stack: the items that are open, outermost first; changed.
        node: the new item.
    """
    while stack and not _is_child(text, stack, node):
        sibling = _is_sibling(stack[-1], node)
        stack.pop()
        if sibling:
            break
    del stack[DEEPEST - 1 :]
    (stack[-1].children if stack else roots).append(node)
    stack.append(node)


def resolve(marker: Marker, stack: list[Node], unfinished: bool) -> Marker | None:
    """What a marker is, given the items before it: a letter may be a roman numeral, and a number part of a sentence.

    Returns:
        The marker, with the style and value that fit; None if the line has none after all.
    """
    before = {node.style: node.value for node in stack}
    for above in stack[:-1]:
        for child in above.children[-1:]:
            before.setdefault(child.style, child.value)
    style, value = marker.style, marker.value
    if marker.roman:
        numeral = style.replace("a", "i").replace("A", "I")
        if before.get(style) != value - 1 and (marker.roman == 1 or before.get(numeral) == marker.roman - 1):
            return marker._replace(style=numeral, value=marker.roman)
    last = before.get(style)
    if value == 0 or value == 1 or (last is not None and last < value <= last + 3):
        return marker
    return marker if marker.sure and not unfinished else None
