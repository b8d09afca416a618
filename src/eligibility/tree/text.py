"""A tree on one line, for diffs, messages and a quick look."""

from __future__ import annotations

import json

from eligibility.tree.nodes import (
    Age,
    AtLeast,
    Attestation,
    BaseLeaf,
    BaseNode,
    Implies,
    Measurement,
    Occurrence,
    SexLeaf,
)
from eligibility.tree.values import Qualifier, Quantity, Range, RelativeTo, Window


def brief(node: BaseNode) -> str:
    """The tree on one line, with all that it means and without its offsets.

    Example:
        >>> from eligibility.tree import Age, Concept, Occurrence, Range, Window
        >>> adult = Age(text="18-80 years", span=(0, 11), range=Range(lower=18, upper=80, unit="a"))
        >>> recent = Window(text="for 3 months", span=(10, 22), direction="before", distance=Range(upper=3, unit="mo"))
        >>> stroke = Concept(text="stroke", span=(3, 9), name="stroke")
        >>> print(brief(adult & ~Occurrence(
        ...     text="stroke", span=(3, 9), concept=stroke, domain="condition", window=recent)))
        all_of(age 18..80 a, not(occurrence condition "stroke" before ≤3 mo))
    """
    written: list[str] = []
    todo: list[BaseNode | str] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            written.append(item)
        elif isinstance(item, BaseLeaf):
            written.append(" ".join(" ".join(_leaf(item)).split()))
        else:
            todo.extend(reversed(_operator(item)))
    return "".join(written)


def interval(limit: Range | Quantity | None) -> str:
    """An interval with its unit: `≥18 a`, `18..80 a`, `>2 <5 mg/dL`, `=3`; empty for none."""
    if limit is None:
        return ""
    lower, upper = limit.lower, limit.upper
    if lower is not None and upper is not None and limit.lower_inclusive and limit.upper_inclusive:
        numbers = f"={lower:.12g}" if lower == upper else f"{lower:.12g}..{upper:.12g}"
    else:
        low = "" if lower is None else f"{'≥' if limit.lower_inclusive else '>'}{lower:.12g}"
        high = "" if upper is None else f"{'≤' if limit.upper_inclusive else '<'}{upper:.12g}"
        numbers = " ".join(filter(None, (low, high)))
    return " ".join(filter(None, (numbers, "" if limit.unit in {None, "1"} else limit.unit)))


def _operator(node: BaseNode) -> list[BaseNode | str]:
    count = f"{node.count}, " if isinstance(node, AtLeast) else ""
    pieces: list[BaseNode | str] = [f"{node.type}({count}"]
    for index, part in enumerate(node.parts()):
        if index:
            pieces.append(" → " if isinstance(node, Implies) else ", ")
        pieces.append(part)
    return [*pieces, ")"]


def _leaf(leaf: BaseLeaf) -> list[str]:
    own: list[str] = []
    if isinstance(leaf, Occurrence):
        own = [leaf.domain]
    elif isinstance(leaf, Attestation):
        own = [leaf.topic]
    return [leaf.type, *own, _concept(leaf), *_limit(leaf), *map(_qualifier, leaf.qualifiers), _window(leaf.window)]


def _concept(leaf: BaseLeaf) -> str:
    if leaf.concept is not None:
        return _quoted(leaf.concept.name or leaf.concept.text)
    return "" if isinstance(leaf, Age | SexLeaf) else _quoted(leaf.text)


def _limit(leaf: BaseLeaf) -> list[str]:
    if isinstance(leaf, SexLeaf):
        return [" | ".join(leaf.values)]
    if isinstance(leaf, Occurrence):
        return [
            leaf.status or "",
            leaf.severity or "",
            "" if leaf.experiencer == "patient" else f"of {leaf.experiencer}",
        ]
    if not isinstance(leaf, Age | Measurement):
        return []
    values = leaf.values if isinstance(leaf, Measurement) else None
    reference = leaf.relative_to if isinstance(leaf, Measurement) else None
    if leaf.range is None and values is None:
        return [_written(leaf.as_written), _reference(reference)]
    return [interval(leaf.range), _reference(reference), _set(values)]


def _written(quantity: Quantity | None) -> str:
    """A limit that has no range, as the source writes it."""
    return "" if quantity is None else f"as written {_quoted(quantity.text)}"


def _set(values: tuple[str, ...] | None) -> str:
    return "" if values is None else "{" + ", ".join(values) + "}"


def _reference(reference: RelativeTo | None) -> str:
    if reference is None:
        return ""
    return f"× {_quoted(reference.text) if reference.kind == 'other' else reference.kind}"


def _qualifier(qualifier: Qualifier) -> str:
    return f"[{qualifier.kind} {interval(qualifier.range) or qualifier.as_written.text}]"


def _window(window: Window | None) -> str:
    if window is None:
        return ""
    if window.anchor is None and window.distance is None:
        return f"{window.direction} {_quoted(window.text)}"
    return " ".join(filter(None, (window.direction, window.anchor, interval(window.distance))))


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
