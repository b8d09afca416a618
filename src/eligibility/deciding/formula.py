"""Trees as formulas over literals: what they say once it is known what some of their leaves say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.deciding.state import Truth
from eligibility.tree import AllOf, BaseLeaf, BaseNode, Node, key, negation_normal_form, simplify

_LEAF, _ALL, _ANY, _NOT, _AT_LEAST, _IMPLIES = range(6)
_CODES = {"all_of": _ALL, "any_of": _ANY, "not": _NOT, "at_least": _AT_LEAST, "implies": _IMPLIES}
_RESTATED = "restated"

Step = tuple[int, int, tuple[int, ...], str]
"""What is done, with how many at the least, to the results of which steps before; of a leaf its literal."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A tree as a list of steps, parts before what they are part of.

    Attributes:
        steps: The steps; the last one gives the whole.
        leaves: Its leaves by their keys, the literals, in reading order, each once.
    """

    steps: tuple[Step, ...]
    leaves: Mapping[str, BaseLeaf]

    def truth(self, known: Mapping[str, Truth]) -> Truth:
        """What the tree says where some literals are known, in Kleene's logic of three values."""
        done: list[Truth] = []
        for code, count, parts, literal in self.steps:
            done.append(known.get(literal) if code == _LEAF else _of(code, count, [done[part] for part in parts]))
        return done[-1]


def formula(node: BaseNode) -> Formula:
    """The formula of a tree."""
    steps: list[Step] = []
    leaves: dict[str, BaseLeaf] = {}

    def add(node: Node, below: tuple[int, ...]) -> int:
        if isinstance(node, BaseLeaf):
            leaf = _once(node)
            leaves.setdefault(name := key(leaf), leaf)
            steps.append((_LEAF, 0, (), name))
        else:
            steps.append((_CODES[node.type], node.count if node.type == "at_least" else 0, below, ""))
        return len(steps) - 1

    node.fold(add)
    return Formula(tuple(steps), leaves)


def leaves_of(formulas: Iterable[Formula]) -> dict[str, BaseLeaf]:
    """The leaves of some formulas by their keys."""
    return {name: leaf for one in formulas for name, leaf in one.leaves.items()}


def conjuncts(node: BaseNode) -> Iterator[Node]:
    """The parts of a tree that must all hold for it to hold."""
    simple = simplify(negation_normal_form(node))
    yield from simple.children if isinstance(simple, AllOf) else (simple,)


def _once(leaf: BaseLeaf) -> BaseLeaf:
    """A leaf without what it says over again in another unit, which limits nothing."""
    binding = tuple(one for one in leaf.qualifiers if one.kind != _RESTATED)
    return leaf if len(binding) == len(leaf.qualifiers) else leaf.model_copy(update={"qualifiers": binding})


def _of(code: int, count: int, parts: list[Truth]) -> Truth:
    if code == _NOT:
        return None if parts[0] is None else not parts[0]
    if code == _ALL:
        return False if False in parts else None if None in parts else True
    if code == _ANY:
        return True if True in parts else None if None in parts else False
    if code == _IMPLIES:
        return True if parts[0] is False or parts[1] is True else None if None in parts else False
    sure = parts.count(True)
    return True if sure >= count else None if sure + parts.count(None) >= count else False
