"""Lists that run on in one paragraph: "... any of: (1) stroke; (2) infarction", "1. Age 2. Asthma"."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.segment.markers import INLINE_BULLETS, roman_value
from eligibility.segment.nesting import DEEPEST, Node

_NUMBER = re.compile(
    rf"""(?<![^\s;:,.)])(?:
      [(](?:(?P<n1>\d{{1,2}})|(?P<a1>[a-z])|(?P<r1>[ivx]{{2,5}}))[)](?=[\s\w<>≤≥])
    | (?:(?P<n2>\d{{1,3}})|(?P<a2>[a-zA-Z])|(?P<r2>[ivx]{{2,5}}))[)](?=[\s\w<>≤≥])
    | (?:(?P<n3>\d{{1,3}})|(?P<a3>[a-zA-Z])|(?P<r3>[ivx]{{2,5}}))\.(?=\s)
    | (?P<b>[{INLINE_BULLETS}])(?=[\s\w])
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]")
_LEVELS = 3
"""Lists within lists of one paragraph are divided so deep."""


class _Mark(NamedTuple):
    start: int
    end: int
    style: str
    value: int
    roman: int


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for found in _NUMBER.finditer(text, start, end):
        group = found.lastgroup or "b"
        written = found[group]
        if group == "b":
            marks.append(_Mark(found.start(), found.end(), written, 0, 0))
        elif group[0] == "n":
            marks.append(_Mark(found.start(), found.end(), "1" + group[1], int(written), 0))
        elif group[0] == "a":
            roman = roman_value(written) if written in "ivx" else 0
            case = "a" if written.islower() else "A"
            marks.append(_Mark(found.start(), found.end(), case + group[1], ord(written.lower()) - 96, roman))
        else:
            marks.append(_Mark(found.start(), found.end(), "i" + group[1], 0, roman_value(written)))
    return marks


def _sequences(text: str, marks: list[_Mark], end: int) -> list[_Mark]:
    """The marks of the first list: of one style, counting up from one, with words behind each; empty if there is none."""
    runs: dict[str, list[_Mark]] = {}
    for mark in marks:
        for style, value in ((mark.style, mark.value), ("i" + mark.style[1:], mark.roman)):
            if mark.style == mark.style[:1] and len(mark.style) == 1:  # a bullet
                runs.setdefault(style, []).append(mark) if style == mark.style else None
            elif value and value == len(runs.get(style, ())) + 1:
                runs.setdefault(style, []).append(mark)
    best: list[_Mark] = []
    for run in runs.values():
        if len(run) < 2 or (best and best[0].start <= run[0].start):
            continue
        stops = [mark.start for mark in run[1:]] + [end]
        if all(_has_words(text, mark.end, stop) for mark, stop in zip(run, stops, strict=True)):
            best = run
    return best


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether something is said between two marks, more than a connective."""
    said = text[start : min(end, start + 40)].strip(" \t\n,;:.")
    return bool(_WORD.search(said)) and said.lower() not in {"or", "and", "and/or", "to"}


def _part(parent: Node, mark: _Mark, end: int, text: str) -> Node:
    node = Node.__new__(Node)
    start = mark.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    node.kind, node.section, node.start, node.end, node.last_line = parent.kind, parent.section, start, end, start
    node.indent, node.marker_start, node.marker_end = parent.indent, mark.start, mark.end
    node.style, node.value, node.ordinal, node.joiner, node.children = mark.style, mark.value, None, None, []
    return node


def _divide(text: str, node: Node, level: int, depth: int) -> list[Node]:
    """The item, or the items that it turns out to be."""
    result = [node]
    start = node.start if node.ordinal is None else node.ordinal
    if level < _LEVELS and depth < DEEPEST - 1 and _NUMBER.search(text, start, node.end):
        run = _sequences(text, _marks(text, start, node.end), node.end)
        if run:
            result = _parts(text, node, run, start)
            for one in result:
                if one is not node:
                    one.children = [
                        part for child in one.children for part in _divide(text, child, level + 1, depth + 1)
                    ]
    for one in result:
        if one is node:
            one.children = [
                part for child in one.children for part in _divide(text, child, level + (len(result) > 1), depth + 1)
            ]
    return result


def _parts(text: str, node: Node, run: list[_Mark], start: int) -> list[Node]:
    """The item divided at the marks: siblings if the first stands at its beginning, else children of what is in front."""
    stops = [mark.start for mark in run[1:]] + [node.end]
    parts = [_part(node, mark, stop, text) for mark, stop in zip(run, stops, strict=True)]
    parts[-1].children, parts[-1].joiner, node.children, node.joiner = node.children, node.joiner, [], None
    if run[0].start == start:
        if node.marker_start is not None:
            parts[0].marker_start = node.marker_start
        return parts
    node.end = run[0].start
    while node.end > node.start and text[node.end - 1].isspace():
        node.end -= 1
    node.children = parts
    return [node]


def split_inline(text: str, nodes: list[Node]) -> list[Node]:
    """Divide the items that hold a list in their own text.

    Args:
        text: the cleaned text.
        nodes: the top-level items of a section; they are changed.

    Returns:
        The top-level items after division.
    """
    return [part for node in nodes for part in _divide(text, node, 0, 0)]
