"""From the tree as the lines gave it to the items that a reader would count."""

from __future__ import annotations

from itertools import pairwise

from eligibility.segment.inline import split_inline
from eligibility.segment.layout import OPENS_WITH_JOINER, joiner_of, last_joiner
from eligibility.segment.model import Item
from eligibility.segment.nesting import Node, is_unfinished


def _straighten(text: str, roots: list[Node]) -> list[Node]:
    """The top-level items of a section; where all but the first were indented by a slip, all of them."""
    if len(roots) != 1 or len(roots[0].children) < 2:
        return roots
    first = roots[0]
    other = first.value > 0 and first.style != first.children[0].style
    if other or first.opens_list(text) or is_unfinished(text, first):
        return roots
    rest, first.children = first.children, []
    return [first, *rest]


def _adopt(text: str, nodes: list[Node]) -> list[Node]:
    """The items, with those put under a lead-in that stand at its level but go on with its sentence."""
    kept: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        kept.append(node)
        at += 1
        if node.children or text[node.end - 1] != ":" or not text[node.start].isupper():
            continue
        stop = at
        while stop < len(nodes) and nodes[stop].marker_start is not None and text[nodes[stop].start].islower():
            stop += 1
        if stop - at > 1:
            node.children, at = nodes[at:stop], stop
    return kept


def _join(text: str, nodes: list[Node]) -> None:
    """Note the connectives between neighbours: the last word of the one, or the first of the other."""
    for node in nodes:
        if node.joiner is None:
            node.joiner = last_joiner(text[max(node.start, node.end - 12) : node.end])
    for node, after in pairwise(nodes):
        if node.joiner is None and text[after.start] in "aAoO":
            found = OPENS_WITH_JOINER.match(text, after.start, after.end)
            node.joiner = None if found is None else joiner_of(found["word"])


def _items(text: str, nodes: list[Node], depth: int, section: int | None = None) -> tuple[Item, ...]:
    _join(text, nodes)
    return tuple(_item(text, node, depth, node.section if section is None else section) for node in nodes)


def _item(text: str, node: Node, depth: int, section: int | None) -> Item:
    children = _items(text, node.children, depth + 1, section) if node.children else ()
    lead_in = bool(children) or node.opens_list(text)
    marker_start, marker_end = node.marker_start, node.marker_end
    return Item(
        node.kind, node.start, node.end, marker_start, marker_end, section, depth, lead_in, node.joiner, children
    )  # fmt: skip


def arrange(text: str, roots: list[Node]) -> list[Node]:
    """The top-level items of one section, lists in running text divided, slips of indentation mended.

    Args:
        text: the cleaned text.
        roots: the top-level items as the lines gave them; they are changed.
    """
    return _adopt(text, split_inline(text, _straighten(text, roots)))


def assemble(text: str, nodes: list[Node]) -> tuple[Item, ...]:
    """The items of one section, arranged before, with the connectives between them."""
    return _items(text, nodes, 0)
