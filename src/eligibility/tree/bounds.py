"""Two one-sided limits of one value, as one range: "≥ 18" and "≤ 80" as 18..80."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose

from eligibility.tree.equality import subject
from eligibility.tree.nodes import Age, Measurement, Node
from eligibility.tree.values import Quantity, Range, Span

LONGEST_GAP = 60
"""How many code points may stand between two limits that are read as one: "≥ 18 years (adult) and no older than 80"."""

Limit = Age | Measurement


def merge_bounds(nodes: Iterable[Node], source: str | None) -> list[Node]:
    """The nodes of a conjunction, a lower and an upper limit of one value made one range at the place of the first.

    Two limits are made one only if all this holds; else they stay as they are:

    - they speak of the same: kind, concept, window, qualifiers, what they are relative to, unit;
    - one has a lower bound alone and the other an upper bound alone, and some number meets both;
    - their words can be joined: the passage from the first to the last word of both is known, from `source` (the text
      that the spans point into) or from the texts of the two leaves where these overlap or touch, and between the two
      limits stand at most `LONGEST_GAP` characters, with no digit and no line break;
    - one written unit serves both: it is the same, or one limit has none and both convert by the same factor.

    Of several that would fit, the nearest two are made one first, as brackets are matched. So a second merging finds
    nothing left to do.
    """
    merged: list[Node | None] = []
    open_ends: dict[object, list[int]] = {}
    for node in nodes:
        merged.append(node)
        if not _one_sided(node):
            continue
        waiting = open_ends.setdefault(subject(node), [])
        both = _joined(merged[waiting[-1]], node, source) if waiting else None
        if both is None:
            waiting.append(len(merged) - 1)
        else:
            merged[waiting.pop()] = both
            merged[-1] = None
    return [node for node in merged if node is not None]


def _one_sided(node: Node) -> bool:
    if node.type == "measurement":
        if node.values is not None:
            return False
    elif node.type != "age":
        return False
    if node.range is None:
        return False
    return (node.range.lower is None) != (node.range.upper is None)


def _joined(first: Node | None, second: Node, source: str | None) -> Node | None:
    """One leaf for two one-sided limits of one subject, or None where that would lose something."""
    assert isinstance(first, Limit)
    assert isinstance(second, Limit)
    between = _range(first.range, second.range)
    passage = _passage(first, second, source)
    if between is None or passage is None:
        return None
    update: dict[str, object] = {"text": passage[0], "span": passage[1], "range": between}
    if first.as_written is not None or second.as_written is not None:
        update["as_written"] = quantity = _quantity(first, second, between, passage)
        if quantity is None:
            return None
    return first.model_copy(update=update)


def _range(first: Range | None, second: Range | None) -> Range | None:
    """The numbers in both of two one-sided ranges; None if there are none, or not in one unit."""
    assert first is not None
    assert second is not None
    low, high = (first, second) if first.upper is None else (second, first)
    if low.lower is None or high.upper is None or low.unit != high.unit or low.lower > high.upper:
        return None
    if low.lower == high.upper and not (low.lower_inclusive and high.upper_inclusive):
        return None
    return low.model_copy(update={"upper": high.upper, "upper_inclusive": high.upper_inclusive})


def _passage(first: Limit, second: Limit, source: str | None) -> tuple[str, Span] | None:
    """The words from the start of one leaf to the end of the other, and where they stand; None if not known."""
    start, end = min(first.span[0], second.span[0]), max(first.span[1], second.span[1])
    if source is not None and 0 <= start <= end <= len(source):
        return source[start:end], (start, end)
    early, late = (first, second) if first.span <= second.span else (second, first)
    overlap = early.span[1] - late.span[0]
    if overlap < 0 or any(len(leaf.text) != leaf.span[1] - leaf.span[0] for leaf in (early, late)):
        return None
    inside = early.text[late.span[0] - start :][: len(late.text)]
    if not late.text.startswith(inside):
        return None
    return early.text + late.text[overlap:], (start, end)


def _quantity(first: Limit, second: Limit, between: Range, passage: tuple[str, Span]) -> Quantity | None:
    """One limit as written for two; None if no one wording and unit serves both."""
    one, other = first.as_written, second.as_written
    if one is None or other is None:
        return None
    if first.range is None or first.range.lower is None:
        one, other = other, one
    if one.lower is None or other.upper is None:
        return None
    if any(rest is not None for rest in (one.upper, one.values, other.lower, other.values)):
        return None
    text = _words(one, other, passage)
    if text is None or not _one_unit(one, other, between):
        return None
    span = (min(one.span[0], other.span[0]), max(one.span[1], other.span[1]))
    update = {
        "text": text,
        "span": span,
        "upper": other.upper,
        "upper_inclusive": other.upper_inclusive,
        "unit": other.unit if one.unit is None else one.unit,
    }
    return one.model_copy(update=update)


def _words(one: Quantity, other: Quantity, passage: tuple[str, Span]) -> str | None:
    """The words from the start of one limit to the end of the other; None if they cannot be read as one limit."""
    text, (start, end) = passage
    low, high = min(one.span[0], other.span[0]), max(one.span[1], other.span[1])
    if low < start or high > end:
        return None
    gap = text[min(one.span[1], other.span[1]) - start : max(one.span[0], other.span[0]) - start]
    if len(gap) > LONGEST_GAP or "\n" in gap or any(char.isdigit() for char in gap):
        return None
    return text[low - start : high - start]


def _one_unit(low: Quantity, high: Quantity, between: Range) -> bool:
    """Whether one written unit serves both limits."""
    if low.unit == high.unit:
        return True
    if low.unit is not None and high.unit is not None:
        return False
    lower, upper = low.lower, high.upper
    assert lower is not None and upper is not None and between.lower is not None and between.upper is not None
    return isclose(between.lower * upper, between.upper * lower, rel_tol=1e-9)
