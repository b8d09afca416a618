"""Definitions: a phrase that stands for a tree becomes that tree, at the place where the phrase stands."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from eligibility.rules.model import DefinitionRule
from eligibility.tree.nodes import Age, AllOf, AnyOf, BaseLeaf, Implies, Node, SexLeaf
from eligibility.tree.trial import Criterion
from eligibility.tree.values import Span

USED = "definition-used"
"""The code of the diagnostic that names the definition's source."""

_LEAVES = frozenset({"age", "sex", "measurement", "occurrence", "attestation", "unstructured"})
_nodes: TypeAdapter[Node] = TypeAdapter(Node)


def node_of(rule: DefinitionRule, text: str, span: Span) -> Node:
    """The tree that a definition stands for, each of its leaves at the words that were used.

    Args:
        rule: the definition.
        text: the words in the source.
        span: where they stand.

    Raises:
        ValidationError: `stands_for` is no tree; a pack with such a definition is refused when it is loaded.

    Example:
        >>> tree = {"type": "age", "range": {"lower": 18, "unit": "a"}}
        >>> rule = DefinitionRule(name="adult", stands_for=tree, source="this site")
        >>> node_of(rule, "Adults", (0, 6)).range.lower
        18.0
    """
    return _nodes.validate_python(_placed(rule.stands_for, {"text": text, "span": span}))


def message_of(rule: DefinitionRule) -> str:
    """What a diagnostic of code `definition-used` (of severity "info") says."""
    return f"{rule.name} is used as defined by {rule.source}"


def settle(criterion: Criterion) -> Criterion:
    """The criterion with the ages that its definitions give fitted into what it says besides.

    "Adults aged 16 to 75 years" says whom it takes for adults; the 18 of the definition would contradict it.
    "Adolescents and adults" are either of the two, and in "adult men or women" both are adult.
    """
    if not criterion.diagnostics:
        return criterion
    used = {note.span for note in criterion.diagnostics if note.code == USED}
    if not used:
        return criterion
    defined = _Defined(used, _states_age(criterion.constraint))
    node = criterion.constraint.fold(defined.settled)
    left = {leaf.span for leaf in node.find(BaseLeaf)}
    notes = tuple(note for note in criterion.diagnostics if note.code != USED or note.span in left)
    return criterion.model_copy(update={"constraint": node, "diagnostics": notes})


def _states_age(node: Node) -> bool:
    """Whether an age is written that may be that of all: "adults; those over 75 must fast" says one of some alone."""
    if all(age.as_written is None for age in node.find(Age)):
        return False
    cases = [[*case.condition.find(Age)] for case in node.find(Implies)]
    of_some = {age.span for ages in cases for age in ages if all(one.as_written is not None for one in ages)}
    return not of_some or any(age.as_written is not None and age.span not in of_some for age in node.find(Age))


class _Defined:
    """Ages that definitions gave: those without words of their own, at the places where definitions were used."""

    def __init__(self, spans: set[Span | None], stated: bool) -> None:
        self._spans, self._stated = spans, stated

    def settled(self, node: Node, parts: tuple[Node, ...]) -> Node:
        """A node over parts that are settled already."""
        if isinstance(node, AllOf):
            return self._conjunction(node, parts)
        if isinstance(node, AnyOf) and isinstance(parts[0], AllOf) and len(parts[0].children) == 2:
            age, first = parts[0].children
            if self._is_one(age) and all(isinstance(part, SexLeaf) for part in (first, *parts[1:])):
                return AllOf(children=(age, AnyOf(children=(first, *parts[1:]))))
        return node.rebuilt(parts)

    def _conjunction(self, node: AllOf, parts: tuple[Node, ...]) -> Node:
        ages = tuple(part for part in parts if self._is_one(part))
        rest = tuple(part for part in parts if not self._is_one(part))
        if not ages or (len(ages) == 1 and not self._stated):
            return node.rebuilt(parts)
        if not self._stated:
            rest = (AnyOf(children=ages), *rest)
        return AllOf(children=rest) if len(rest) > 1 else rest[0] if rest else node.rebuilt(parts)

    def _is_one(self, node: Node) -> bool:
        return isinstance(node, Age) and node.as_written is None and node.span in self._spans


def _placed(tree: Any, place: dict[str, Any]) -> Any:  # noqa: ANN401 - data of a pack
    if isinstance(tree, list | tuple):
        return [_placed(item, place) for item in tree]
    if not isinstance(tree, dict):
        return tree
    inner = {key: _placed(value, place) for key, value in tree.items()}
    for key in ("concept", "relative_to"):
        if isinstance(inner.get(key), dict):
            inner[key] = {"text": place["text"], **({"span": place["span"]} if key == "concept" else {}), **inner[key]}
    return {**inner, **place} if tree.get("type") in _LEAVES else inner
