"""Operators: what an operator over drafts becomes in the tree."""

from __future__ import annotations

from eligibility.normalize.drafts import Op
from eligibility.tree import AllOf, AnyOf, AtLeast, Implies, Node, Not

_all_of, _any_of, _not = AllOf.maker("type"), AnyOf.maker("type"), Not.maker("type")


def operator(tree: Op, parts: tuple[Node, ...]) -> Node:
    """The operator node of an operator over drafts; operators of one kind inside one another are made one."""
    if tree.kind == "all_of":
        return _all_of({"type": "all_of", "children": _flat(parts, AllOf)})
    if tree.kind == "any_of":
        return _any_of({"type": "any_of", "children": _flat(parts, AnyOf)})
    if tree.kind == "not":
        return parts[0].child if isinstance(parts[0], Not) else _not({"type": "not", "child": parts[0]})
    if tree.kind == "implies":
        return Implies.trusted(condition=parts[0], consequence=parts[1])
    return AtLeast.trusted(count=tree.count, children=parts)


def _flat(parts: tuple[Node, ...], kind: type[AllOf | AnyOf]) -> tuple[Node, ...]:
    if kind not in map(type, parts):
        return parts
    out: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            out.extend(part.children)
        else:
            out.append(part)
    return tuple(out)
