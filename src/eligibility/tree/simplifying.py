"""The same tree in fewer words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from eligibility.arguments import TREE, expect
from eligibility.tree.bounds import merge_bounds
from eligibility.tree.equality import leaf_key, operator_key
from eligibility.tree.nodes import AllOf, AnyOf, AtLeast, BaseLeaf, BaseNode, Implies, Node, Not

Junction = type[AllOf] | type[AnyOf]


def simplify(node: BaseNode, *, source: str | None = None, keep_duplicates: bool = False) -> Node:
    """The tree without what adds nothing; it says the same of every patient, also where something is unknown.

    - An all_of in an all_of and an any_of in an any_of become one; an operator over one child becomes the child.
    - not(not(A)) becomes A; at_least 1 becomes any_of, at_least all becomes all_of.
    - Of what all_of and any_of say twice (see `same`) the first mention stays. at_least counts each mention.
    - A lower and an upper limit of one value under all_of become one range, where their words can be joined too:
      see `eligibility.tree.bounds.merge_bounds`.
    - What is always true (all_of of nothing) or never true (any_of of nothing) is worked into what is above it.

    Children keep their order, and the spans of leaves stay true. Simplifying twice gives what once gives. The time is
    that of sorting the nodes, at any depth.

    Args:
        node: The tree.
        source: The text that its spans point into. With it, more limits can be joined.
        keep_duplicates: Keep second mentions, for a tree that must account for each word of its text.

    Returns:
        The simpler tree; the very same object where it is a leaf.

    Raises:
        TypeError: It is no tree.

    Example:
        >>> from eligibility.tree import AllOf, SexLeaf
        >>> women = SexLeaf(text="women", span=(0, 5), values=("female",))
        >>> print(simplify(AllOf(children=(~AllOf(children=(~women,)), women))))
        sex female
    """
    if isinstance(node, BaseLeaf):
        return node  # type: ignore[return-value]  # every leaf that can be built is one of Node
    expect(node, BaseNode, "simplify", TREE)
    simplifier = _Simplifier(source, keep_duplicates)
    return simplifier.finish(node.fold(simplifier.combine)).node


class _Made(NamedTuple):
    """A node that is finished, its key, its place in reading order."""

    node: Node
    key: str
    place: int


@dataclass(slots=True)
class _Body:
    """What may yet become one with its parent: a conjunction or disjunction of items, or (no operator) one node.

    Items are by key, so that each is there once. `made` is the finished node, once somebody has asked for it.
    """

    operator: Junction | None
    items: dict[object, _Item] = field(default_factory=dict)
    made: _Made | None = None


class _Part(NamedTuple):
    """A body, and whether there is a not above it."""

    body: _Body
    negated: bool = False

    def always(self, truth: bool) -> bool:
        """Whether this is true of everyone (or, asked for False, of nobody)."""
        return self.body.operator is _junction_of(truth) and not self.body.items

    def negation(self) -> _Part:
        """The opposite."""
        for truth in (True, False):
            if self.always(truth):
                return _constant(not truth)
        return _Part(self.body, not self.negated)


class _Item(NamedTuple):
    """A finished part of a conjunction or disjunction, and what it was made from."""

    made: _Made
    part: _Part


def _junction_of(truth: bool) -> Junction:
    """The operator that over no children is always true, or always false."""
    return AllOf if truth else AnyOf


def _constant(truth: bool) -> _Part:
    return _Part(_Body(_junction_of(truth)))


class _Simplifier:
    def __init__(self, source: str | None, keep_duplicates: bool) -> None:
        self.source = source
        self.keep_duplicates = keep_duplicates
        self.places = count()

    def combine(self, node: Node, below: tuple[_Part, ...]) -> _Part:
        """A node over parts that are simple already."""
        if node.type == "all_of":
            return self._junction(AllOf, below)
        if node.type == "any_of":
            return self._junction(AnyOf, below)
        if node.type == "not":
            return below[0].negation()
        if node.type == "at_least":
            return self._at_least(node, below)
        if node.type == "implies":
            return self._implies(node, *below)
        return self._single(node, leaf_key(node))

    def finish(self, part: _Part) -> _Made:
        """The node that a part has come to."""
        made = part.body.made = part.body.made or self._made(part.body)
        if not part.negated:
            return made
        node = Not(child=made.node)
        return _Made(node, operator_key(node, [made.key]), made.place)

    def _made(self, body: _Body) -> _Made:
        assert body.operator is not None
        items = sorted((item.made for item in body.items.values()), key=lambda made: made.place)
        if body.operator is AllOf:
            items = self._merged(items)
        if len(items) == 1:
            return items[0]
        node = body.operator(children=tuple(made.node for made in items))
        return _Made(node, operator_key(node, [made.key for made in items]), items[0].place if items else 0)

    def _merged(self, items: list[_Made]) -> list[_Made]:
        """The parts of a conjunction with their limits merged; what that makes a duplicate goes."""
        nodes = merge_bounds([made.node for made in items], self.source)
        if len(nodes) == len(items):
            return items
        keys = {id(made.node): made.key for made in items}
        merged: dict[object, _Made] = {}
        for place, node in enumerate(nodes):
            key = keys.get(id(node)) or leaf_key(node)
            merged.setdefault((key, place) if self.keep_duplicates else key, _Made(node, key, items[0].place))
        return list(merged.values())

    def _single(self, node: Node, key: str) -> _Part:
        return _Part(_Body(None, made=_Made(node, key, next(self.places))))

    def _junction(self, operator: Junction, below: Iterable[_Part]) -> _Part:
        """A conjunction or disjunction, with those below it taken in.

        The smaller of two is always put into the larger, so that no item moves more than log n times.
        """
        neutral = operator is AllOf
        joined = _constant(neutral)
        for part in below:
            if part.always(not neutral):
                return _constant(not neutral)
            taken = self._taken(operator, part)
            if len(taken.body.items) > len(joined.body.items):
                joined, taken = taken, joined
            if taken.body.items:
                joined.body.made = None
            for key, item in taken.body.items.items():
                known = joined.body.items.get(key)
                if known is None or item.made.place < known.made.place:
                    joined.body.items[key] = item
        if len(joined.body.items) == 1:
            return next(iter(joined.body.items.values())).part
        return joined

    def _taken(self, operator: Junction, part: _Part) -> _Part:
        """What a part brings into a junction: all its items if it is one of the same operator, else itself as one."""
        if part.body.operator is operator and not part.negated:
            return part
        made = self.finish(part)
        unique = (made.key, made.place) if self.keep_duplicates else made.key
        return _Part(_Body(operator, {unique: _Item(made, part)}))

    def _at_least(self, node: AtLeast, below: tuple[_Part, ...]) -> _Part:
        undecided = [part for part in below if not part.always(True) and not part.always(False)]
        needed = node.count - sum(part.always(True) for part in below)
        if needed <= 0 or needed > len(undecided):
            return _constant(needed <= 0)
        if needed in {1, len(undecided)}:
            return self._junction(AnyOf if needed == 1 else AllOf, undecided)
        parts = [self.finish(part) for part in undecided]
        made = AtLeast(count=needed, children=tuple(part.node for part in parts))
        return self._single(made, operator_key(made, [part.key for part in parts]))

    def _implies(self, node: Implies, condition: _Part, consequence: _Part) -> _Part:
        if condition.always(False) or consequence.always(True):
            return _constant(True)
        if condition.always(True):
            return consequence
        if consequence.always(False):
            return condition.negation()
        parts = [self.finish(part) for part in (condition, consequence)]
        made = node.rebuilt((parts[0].node, parts[1].node))
        return self._single(made, operator_key(made, [part.key for part in parts]))
