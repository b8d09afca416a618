"""Lists that run on in one paragraph: "... any of: (1) stroke; (2) infarction", "1. Age 2. Asthma"."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.segment.markers import INLINE_BULLETS, roman_value
from eligibility.segment.nesting import DEEPEST, Node

_NUMBER = re.compile(
    rf"""(?<![^\s;:,.)\]>])(?:
      [(][ ]?(?:(?P<n1>\d{{1,2}})|(?P<a1>[a-z])|(?P<r1>[ivx]{{2,5}}))[ ]?[)](?=[\s\w<>≤≥])
    | (?:(?P<n2>\d{{1,3}})|(?P<a2>[a-zA-Z])|(?P<r2>[ivx]{{2,5}}))[)、](?=[\s\w<>≤≥])
    | (?:(?P<n3>\d{{1,3}})|(?P<a3>[a-zA-Z])|(?P<r3>[ivx]{{2,5}}))\.(?=\s)
    | (?P<n4>\d{{1,3}})\.(?=[^\W\d_]|[<>≥≤])
    | (?P<b>[{INLINE_BULLETS}])(?=[\s\w])
    ) | (?<=[^\W\d_])(?:[(](?P<g1>\d{{1,2}})[)] | (?P<g2>\d{{1,2}})[)、] | (?<![A-Z])(?P<g3>\d{{1,2}})\.)
        (?=[ ]?[A-Z<>≥≤])""",
    re.VERBOSE,
)
_SECONDS = ("2.", "2)", "b.", "b)", "B.", "B)", "ii.", "ii)", "2、")
_INLINE_BULLET = re.compile(f"[{INLINE_BULLETS}]")
_DASH = re.compile(
    r"(?<!\S)[-*](?=[ \t]+(?:[^\W\d_]|[<>≥≤]))"
    r"|(?<!\S)(?<!\d[ ])(?<!\d[%a-z][ ])(?<!years[ ])(?<!months[ ])(?<!weeks[ ])[-*](?=[ \t]+[0-9]+[ ]?[a-z%])"
)
"""Dashes of a list that begins with one; none in "18 - 65 years" and "18 years - 65 years"."""
_ANEW = re.compile(r"(?<=[;.])[ \t]+(?P<dash>[-*])(?=[ \t]+[^\W_])")
"""Dashes that begin a point anew on the line of another: "- gout; - asthma"."""
_LISTED = re.compile(r":[ \t]*+(?=-[ \t]+\w)")
_LISTED_DASH = re.compile(r"(?<!\S)-(?=[ \t]+\w)")
"""Dashes of a list that a colon announces: "any of: - gout - asthma"."""
_WORD = re.compile(r"[^\W_]")
_LEADS = re.compile(
    r"[:,([-]\s*\Z|\b(?:below|includes?|including|either|least|if|with|has|have|had|is|are|of|by|as|or|and|for|on)\W{0,3}\Z"
    r"|\b(?:following|criteria|factors|conditions|signs|symptoms|any|all|one)\b[^.;]*\Z",
    re.IGNORECASE,
)
"""Words at the end of what stands before bullets that lead to them."""
_LEAD = 80
"""Characters before a bullet among which such words are looked for."""
_LEVELS = 3
"""Lists within lists of one paragraph are divided so deep."""


class _Mark(NamedTuple):
    start: int
    end: int
    style: str
    value: int
    roman: int
    glued: bool = False


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for found in _NUMBER.finditer(text, start, end):
        group = found.lastgroup or "b"
        written = found[group]
        if group[-1] == "2" and _is_in_brackets(text, max(start, found.start() - _LEAD), found.start()):
            continue
        if group == "b":
            marks.append(_Mark(found.start(), found.end(), written, 0, 0))
        elif group[0] in "ng":
            style = "1" + group[1].replace("4", "3")
            marks.append(_Mark(found.start(), found.end(), style, int(written), 0, group[0] == "g"))
        elif group[0] == "a":
            roman = roman_value(written) if written in "ivx" else 0
            case = "a" if written.islower() else "A"
            marks.append(_Mark(found.start(), found.end(), case + group[1], ord(written.lower()) - 96, roman))
        else:
            marks.append(_Mark(found.start(), found.end(), "i" + group[1], 0, roman_value(written)))
    return marks


def _is_in_brackets(text: str, start: int, at: int) -> bool:
    """Whether a bracket that closes at a place was opened shortly before: "(NYHA |2)|"."""
    return text.rfind("(", start, at) > text.rfind(")", start, at)


def _may_hold_list(said: str) -> bool:
    """Whether a second mark of any style occurs: a test that costs little."""
    closed = "." in said or ")" in said or "、" in said
    if closed and any([second in said for second in _SECONDS]):  # noqa: C419 (a list is quicker here)
        return True
    return not said.isascii() and _INLINE_BULLET.search(said) is not None


def _runs(marks: list[_Mark], start: int) -> list[list[_Mark]]:
    """The marks of each style that count up from one; bullets of one shape count as a run.

    What is glued to the word before it only goes on with a list that the text begins with: "|1|.Age over 18|2|.Gout".
    """
    runs: dict[str, list[_Mark]] = {}
    for mark in marks:
        if mark.value == mark.roman == 0:
            runs.setdefault(mark.style, []).append(mark)
            continue
        for style, value in ((mark.style, mark.value), ("i" + mark.style[1:], mark.roman)):
            run = runs.get(style, ())
            if mark.glued and not (run and run[0].start == start):
                continue
            if value and value == len(run) + 1:
                runs.setdefault(style, []).append(mark)
    return [run for run in runs.values() if len(run) > 1]


def _sequence(text: str, marks: list[_Mark], start: int, end: int) -> list[_Mark]:
    """The marks of the outermost list, with words behind each; empty if there is none."""
    for run in sorted(_runs(marks, start), key=lambda run: run[0].start):
        stops = [mark.start for mark in run[1:]] + [end]
        if all(_has_words(text, mark.end, stop) for mark, stop in zip(run, stops, strict=True)):
            return run
    return []


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
    parts = _own_list(text, node) if level < _LEVELS and depth < DEEPEST - 1 else []
    if parts and parts[0] is not node:
        return [one for part in parts for one in _divide(text, part, level + 1, depth)]
    if node.children:
        level += bool(parts)
        node.children = [one for child in node.children for one in _divide(text, child, level, depth + 1)]
    return [node]


def _own_list(text: str, node: Node) -> list[Node]:
    """The item divided where its own text holds a list; empty if it holds none."""
    start = node.start if node.ordinal is None else node.ordinal
    if text[start] in "-*" and start != node.start:
        dashes = [_Mark(found.start(), found.end(), "-", 0, 0) for found in _DASH.finditer(text, start, node.end)]
        return _parts(text, node, dashes, start) if len(dashes) > 1 and dashes[0].start == start else []
    said = text[start : node.end]
    if ":" in said and (listed := _LISTED.search(text, start, node.end)) is not None:
        dashes = [_Mark(*found.span(), "-", 0, 0) for found in _LISTED_DASH.finditer(text, listed.end(), node.end)]
        if len(dashes) > 1:
            return _parts(text, node, dashes, start)
    anew = node.style in ("-", "*") and node.marker_start is not None and (" -" in said or " *" in said)
    if anew and node.marker_start is not None and _ANEW.search(text, node.start, node.end):
        first = _Mark(node.marker_start, node.start, "-", 0, 0)
        more = [_Mark(*found.span("dash"), "-", 0, 0) for found in _ANEW.finditer(text, node.start, node.end)]
        return _parts(text, node, [first, *more], node.marker_start)
    if not _may_hold_list(said):
        return []
    run = _sequence(text, _marks(text, start, node.end), start, node.end)
    return _parts(text, node, run, start) if run else []


def _parts(text: str, node: Node, run: list[_Mark], start: int) -> list[Node]:
    """The item divided at the marks: siblings if the first stands at its start, else children of what is before.

    What stands before bullets is the first of them where no words lead to them: "|Gout| • asthma • lupus".
    """
    stops = [mark.start for mark in run[1:]] + [node.end]
    parts = [_part(node, mark, stop, text) for mark, stop in zip(run, stops, strict=True)]
    parts[-1].children, parts[-1].joiner, node.children, node.joiner = node.children, node.joiner, [], None
    if run[0].start in (start, node.start):
        if node.marker_start is not None:
            parts[0].marker_start = node.marker_start
        return parts
    if run[0].style in INLINE_BULLETS and not _LEADS.search(text, max(node.start, run[0].start - _LEAD), run[0].start):
        first = _part(node, _Mark(node.start, node.start, run[0].style, 0, 0), run[0].start, text)
        first.marker_start, first.marker_end = node.marker_start, node.marker_end
        return [first, *parts]
    node.end = run[0].start
    while node.end > node.start and text[node.end - 1].isspace():
        node.end -= 1
    node.children = parts
    return [node]


def cut(text: str, node: Node, starts: list[int]) -> list[Node]:
    """An item divided at some places, the first of which is where it begins; only the first part keeps its marker."""
    marker = node.marker_start, node.marker_end
    parts = _parts(text, node, [_Mark(at, at, node.style, node.value, 0) for at in starts], node.start)
    for part in parts:
        part.marker_start = part.marker_end = None
    parts[0].marker_start, parts[0].marker_end = marker
    return parts


def split_inline(text: str, nodes: list[Node]) -> list[Node]:
    """Divide the items that hold a list in their own text.

    Args:
        text: the cleaned text.
        nodes: the top-level items of a section; they are changed.

    Returns:
        The top-level items after division.
    """
    return [part for node in nodes for part in _divide(text, node, 0, 0)]
