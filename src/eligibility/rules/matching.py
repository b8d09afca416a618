"""Does a tree hold what a test asks for, and if not, what is the nearest thing that it holds?

A partial tree names the fields that matter. A node fits it when each of them is there: numbers within a millionth,
mappings field by field, lists item by item in any order, `children` anywhere below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

Tree = dict[str, Any]
"""A node as `model_dump(mode="json")` gives it, or the part of one that a test names."""

_BELOW = ("children", "child", "condition", "consequence")
_TOLERANCE = 1e-6
_MISSING = "nothing"


def find(want: Tree, tree: Tree) -> Tree | None:
    """The first node at or below `tree` that fits the partial tree; None if none does."""
    return next((node for node in walk(tree) if not misfits(want, node)), None)


def walk(tree: Tree) -> Iterator[Tree]:
    """A node and all below it, parents first."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(_parts(node)))


def misfits(want: Tree, node: Tree) -> list[str]:
    """Why a node does not fit a partial tree, one line a field; empty where it does."""
    lines: list[str] = []
    for field, expected in want.items():
        if field in _BELOW:
            lines += _misfits_below(field, expected, node)
        else:
            lines += _compare(field, expected, node.get(field))
    return lines


def explain(want: Tree, tree: Tree) -> str:
    """A readable difference between a partial tree and the node of a tree that is nearest to it."""
    candidates = [node for node in walk(tree) if node.get("type") == want.get("type", node.get("type"))]
    if not candidates:
        return f"no {want.get('type')} in the tree: {sketch(tree)}"
    nearest = min(candidates, key=lambda node: len(misfits(want, node)))
    return "\n".join([f"nearest is {sketch(nearest)}", *(f"  {line}" for line in misfits(want, nearest))])


def sketch(node: Tree) -> str:
    """A tree in one line: any_of(measurement HbA1c {...}, occurrence stroke)."""
    parts = _parts(node)
    if parts:
        return f"{node['type']}({', '.join(sketch(part) for part in parts)})"
    concept = node.get("concept") or {}
    subject = concept.get("name") or node.get("topic") or repr(node.get("text", ""))
    limits = {key: value for key, value in (node.get("range") or {}).items() if value not in (None, True)}
    values = [node["values"]] if node.get("values") else []
    return " ".join(str(piece) for piece in (node["type"], subject, limits or "", *values) if piece)


def _parts(node: Tree) -> list[Tree]:
    out: list[Tree] = []
    for field in _BELOW:
        below = node.get(field)
        out += below if isinstance(below, list) else [below] if isinstance(below, dict) else []
    return out


def _misfits_below(field: str, expected: Any, node: Tree) -> list[str]:  # noqa: ANN401 - data of a pack
    wanted: list[Tree] = expected if isinstance(expected, list) else [expected]
    actual = node.get(field)
    below = actual if isinstance(actual, list) else [actual] if isinstance(actual, dict) else []
    if _assign(wanted, below):
        return []
    lacking = [want for want in wanted if not any(find(want, part) for part in below)]
    what = ", ".join(_brief(want) for want in lacking or wanted)
    return [f"{field}: expected {what}, found {', '.join(sketch(part) for part in below) or _MISSING}"]


def _assign(wanted: Sequence[Tree], below: Sequence[Tree]) -> bool:
    """Whether each wanted tree can have a part of its own (a matching by augmenting paths)."""
    fitting = [[at for at, part in enumerate(below) if find(want, part)] for want in wanted]
    holder: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for at in fitting[number]:
            if at not in tried:
                tried.add(at)
                if at not in holder or place(holder[at], tried):
                    holder[at] = number
                    return True
        return False

    return all(place(number, set()) for number in range(len(wanted)))


def _compare(path: str, expected: Any, found: Any) -> list[str]:  # noqa: ANN401 - data of a pack against data of a tree
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [f"{path}: expected {_brief(expected)}, found {_say(found)}"]
        return [line for key, value in expected.items() for line in _compare(f"{path}.{key}", value, found.get(key))]
    if isinstance(expected, list):
        items = list(found) if isinstance(found, list | tuple) else []
        lacking = [want for want in expected if not any(not _compare(path, want, item) for item in items)]
        return [f"{path}: expected {_say(lacking)} among {_say(found)}"] if lacking else []
    if _equal(expected, found):
        return []
    said, there = _say(expected), _say(found)
    return [f"{path}: expected {repr(expected) if said == there else said}, found {there}"]  # the text "40" is no 40


def _equal(expected: object, found: object) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(expected, found, rel_tol=_TOLERANCE, abs_tol=1e-12)
    return expected == found


def _brief(want: Tree) -> str:
    return ", ".join(
        f"{key} {_brief(value) if isinstance(value, dict) else _say(value)}" for key, value in want.items()
    )


def _say(value: object) -> str:
    if value is None:
        return _MISSING
    return f"{value:.10g}" if isinstance(value, float) else str(value)
