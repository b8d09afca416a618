"""When two trees say the same, wherever and in whatever words their sources say it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from eligibility.arguments import TREE, expect
from eligibility.tree.nodes import BaseLeaf, BaseNode, Node
from eligibility.tree.values import Concept, Qualifier, Quantity, Range, RelativeTo, Window

Meaning = tuple[object, ...] | str | None


def same(first: BaseNode, second: BaseNode) -> bool:
    """Whether two trees say the same: see `key` for what counts.

    Args:
        first: A tree, such as `criterion.constraint`.
        second: Another.

    Returns:
        True if they say the same, in whatever words and order.

    Raises:
        TypeError: One of them is no tree.

    Example:
        >>> from eligibility.tree import SexLeaf
        >>> women, men = (SexLeaf(text=sex, span=(0, 1), values=(sex,)) for sex in ("female", "male"))
        >>> same(women | men, men | women)
        True
        >>> same(women, men)
        False
    """
    for node in (first, second):
        expect(node, BaseNode, "same", TREE)
    return key(first) == key(second)


def key(node: BaseNode) -> str:
    """A short text that two trees share exactly if they say the same; the same in every process.

    What counts: the kinds of nodes, names of concepts, ranges (to 12 digits), values, windows, qualifiers, status and
    so on. What does not: spans, codes, how a limit is written, the order of what all_of, any_of and at_least hold, the
    order of qualifiers and values. Words count, without case and spacing, only where nothing else says what is meant:
    a concept outside the vocabulary, a leaf without concept or limit, text that was not understood.
    """
    expect(node, BaseNode, "key", TREE)
    return node.fold(_key)


def _key(node: Node, below: tuple[str, ...]) -> str:
    if node.type in {"all_of", "any_of", "not", "at_least", "implies"}:
        return operator_key(node, below)
    return leaf_key(node)


def leaf_key(leaf: Node) -> str:
    """The key of a leaf."""
    return _digest(repr((*subject(leaf), limit(leaf))))


def operator_key(node: Node, below: Iterable[str]) -> str:
    """The key of an operator whose parts have the keys `below`."""
    ordered = below if node.type in {"not", "implies"} else sorted(below)
    count = node.count if node.type == "at_least" else ""
    return _digest(f"{node.type}{count}({','.join(ordered)})")


def subject(leaf: Node) -> tuple[object, ...]:
    """What a leaf speaks of, without its limit: all that two limits must share to be limits of one value."""
    assert isinstance(leaf, BaseLeaf)
    own: tuple[object, ...] = ()
    if leaf.type == "occurrence":
        own = (leaf.domain, leaf.status, leaf.severity, leaf.experiencer)
    elif leaf.type == "measurement":
        own = (_reference(leaf.relative_to),)
    elif leaf.type == "attestation":
        own = (leaf.topic,)
    qualifiers = sorted(repr(_qualifier(qualifier)) for qualifier in leaf.qualifiers) if leaf.qualifiers else ()
    return (leaf.type, _concept(leaf), *own, _window(leaf.window), *qualifiers)


def limit(leaf: Node) -> Meaning:
    """The range or the values of a leaf; where it has none, the limit as written, or else its words."""
    if leaf.type == "sex":
        return tuple(sorted(set(leaf.values)))
    if leaf.type not in {"age", "measurement"}:
        return None
    values = leaf.values if leaf.type == "measurement" else None
    if leaf.range is None and values is None:
        return _quantity(leaf.as_written) if leaf.as_written else words(leaf.text)
    return (_range(leaf.range), _values(values))


def words(text: str) -> str:
    """A text without its case and spacing."""
    return " ".join(text.split()).casefold()


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _concept(leaf: BaseLeaf) -> Meaning:
    if leaf.type == "unstructured":
        return words(leaf.text)
    concept: Concept | None = leaf.concept
    if concept is None:
        return None if leaf.type in {"age", "sex"} else ("text", words(leaf.text))
    return ("text", words(concept.text)) if concept.name is None else concept.name


def _number(number: float | None) -> str | None:
    return None if number is None else f"{number + 0.0:.12g}"


def _bounds(interval: Range | Quantity) -> tuple[object, ...]:
    return (
        _number(interval.lower),
        interval.lower is None or interval.lower_inclusive,
        _number(interval.upper),
        interval.upper is None or interval.upper_inclusive,
        interval.unit,
    )


def _range(interval: Range | None) -> Meaning:
    return None if interval is None else _bounds(interval)


def _values(values: tuple[str, ...] | None) -> Meaning:
    return None if values is None else tuple(sorted({words(value) for value in values}))


def _quantity(quantity: Quantity) -> Meaning:
    if quantity.lower is None and quantity.upper is None and quantity.values is None:
        return words(quantity.text)
    return (*_bounds(quantity), _values(quantity.values))


def _qualifier(qualifier: Qualifier) -> Meaning:
    return (qualifier.kind, _quantity(qualifier.as_written) if qualifier.range is None else _range(qualifier.range))


def _window(window: Window | None) -> Meaning:
    if window is None:
        return None
    unsaid = window.anchor is None and window.distance is None
    return (window.direction, window.anchor, _range(window.distance), words(window.text) if unsaid else None)


def _reference(reference: RelativeTo | None) -> Meaning:
    if reference is None:
        return None
    return (reference.kind, words(reference.text) if reference.kind == "other" else None)
