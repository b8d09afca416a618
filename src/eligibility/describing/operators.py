"""Whole trees: how sentences are put together from what leaves say."""

from __future__ import annotations

import re

from eligibility.arguments import TREE, expect
from eligibility.describing.limits import age, measurement, sex
from eligibility.describing.occurrences import occurrence
from eligibility.describing.statements import attestation, denies, unstructured
from eligibility.tree import Attestation, BaseLeaf, BaseNode, Leaf, Measurement, Node, Not, Operator, Qualifier

Piece = BaseNode | str

_SHARED = frozenset({"duration", "grade", "stage", "size", "value"})
"""Kinds of qualifiers that are read as those of what is listed before, too."""
_DONE = "surgery"
"""The anchor that is had like what may stand behind it: "before surgery or a drug" is before either."""
_PAIR = 2
_JOINT = re.compile(" and | or ")


def describe(node: BaseNode) -> str:
    """A tree in clear English, in the regular forms of criteria: what it says, not the words that it came from.

    Concepts have their names in the vocabulary, limits their canonical units. An operator within another stands in
    brackets, so there is one way to read it. It writes what it is given: a tree that has been simplified (see
    `eligibility.tree.simplify`) reads best. The time is linear in the size of the tree, at any depth.

    Args:
        node: The tree, such as `criterion.constraint`.

    Returns:
        One sentence, on one line and without a full stop.

    Raises:
        TypeError: It is no tree.

    Example:
        >>> from eligibility.tree import Age, Concept, Occurrence, Range
        >>> adult = Age(text="adults", span=(0, 6), range=Range(lower=18, unit="a"))
        >>> stroke = Concept(text="strokes", span=(0, 7), name="stroke")
        >>> describe(adult & ~Occurrence(text="strokes", span=(0, 7), concept=stroke, domain="condition"))
        'age ≥ 18 years, except stroke'
    """
    expect(node, BaseNode, "describe", TREE)
    said: list[str] = []
    todo: list[Piece] = [node]
    while todo:
        piece = todo.pop()
        if isinstance(piece, str):
            said.append(piece)
        elif isinstance(piece, BaseLeaf):
            said.append(_leaf(piece))  # type: ignore[arg-type]  # BaseLeaf that can be built is a Leaf
        else:
            todo.extend(reversed(_operator(piece)))  # type: ignore[arg-type]  # as above, an operator
    return "".join(said)


def _leaf(leaf: Leaf) -> str:
    return " ".join(_said(leaf).split())


def _said(leaf: Leaf) -> str:
    if leaf.type == "age":
        return age(leaf)
    if leaf.type == "sex":
        return sex(leaf)
    if leaf.type == "measurement":
        return measurement(leaf)
    if leaf.type == "occurrence":
        return occurrence(leaf)
    return attestation(leaf) if leaf.type == "attestation" else unstructured(leaf)


def _operator(node: Operator) -> list[Piece]:
    if node.type == "not":
        return _negation(node.child)
    if node.type == "implies":
        return ["if ", *_clause(node.condition), ", then ", *_clause(node.consequence)]
    if node.type == "at_least":
        return [f"at least {node.count} of the following: ", *_listed(node.children, "; ", "; ")]
    children = _clearest_first(node.children)
    if node.type == "any_of":
        return _listed(children, ", ", _last_or(children)) or ["nobody"]
    if not _is_exception(node):
        return _listed(children, ", ", " and ") or ["anybody"]
    first, second = children
    assert isinstance(second, Not)
    excepted = second.child
    return [*_part(first), ", except ", *(("(", excepted, ")") if _in_window(excepted) else _part(excepted))]


def _last_or(children: tuple[Node, ...]) -> str:
    """The last joint of alternatives: "A, B or C", and of several kinds "age ≥ 40 years, gout, or psoriasis".

    Without the comma the last two would be read as alternatives by themselves, and the first as asked besides.
    """
    kinds = {(child.type, getattr(child, "domain", None), bool(getattr(child, "qualifiers", ()))) for child in children}
    return ", or " if len(children) > _PAIR and len(kinds) > 1 else " or "


def _negation(child: Node) -> list[Piece]:
    """What a negation says: "no A", "not age ≥ 18 years", "neither A nor B", "not (A and B)", "unable to A"."""
    if isinstance(child, Attestation) and denies(child):
        return [" ".join(child.text.split())]
    if (
        child.type == "any_of"
        and len(child.children) > 1
        and all(isinstance(node, BaseLeaf) and not denies(node) for node in child.children)
    ):
        return ["neither ", *_listed(_clearest_first(child.children), ", ", " nor ")]
    return ["no " if child.type == "occurrence" else "not ", *_part(child)]


def _clearest_first(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Parts in the order that leaves least doubt.

    What does not hold stands last: "no B and A" could be read as none of both. What has a window stands first:
    "A or B within 3 months" could be read as both within 3 months.
    """
    return tuple(sorted(nodes, key=lambda node: (node.type == "not", not _in_window(node))))


def _in_window(node: Node) -> bool:
    """Whether a window, how long it lasts, or its grade, stage or size ends what the node says."""
    leaf = node.child if node.type == "not" else node
    return isinstance(leaf, BaseLeaf) and (leaf.window is not None or any(map(_ends, leaf.qualifiers)))


def _ends(qualifier: Qualifier) -> bool:
    return qualifier.kind in _SHARED


def _is_exception(node: Node) -> bool:
    """Whether a conjunction reads as "A, except B"; who is excepted from a limit is only not asked for it."""
    if node.type != "all_of" or len(node.children) != 2:
        return False
    said = (leaf for child in node.children if child.type != "not" for leaf in child.walk())
    if any(isinstance(leaf, Measurement) and leaf.range is not None for leaf in said):
        return False
    if any(child.type == "not" and denies(child.child) for child in node.children):
        return False
    return sorted(child.type == "not" for child in node.children) == [False, True]


def _listed(nodes: tuple[Node, ...], comma: str, last: str) -> list[Piece]:
    """Some nodes with what stands between them: "A, B and C"; in brackets what would be read of others as well.

    That is a window that follows parts without one, or counts from surgery, and a status that others follow:
    "(history of A) and B"; words that were not understood would be taken to be of one domain with their neighbours.
    """
    pieces: list[Piece] = []
    plain = False
    for index, node in enumerate(nodes):
        ends = index == len(nodes) - 1
        if index:
            pieces.append(last if ends else comma)
        shielded = (plain and _in_window(node) and comma != last) or (not ends and _binds(node)) or _is_open(node)
        pieces.extend(("(", node, ")") if shielded else _part(node))
        plain = plain or not _in_window(node)
    return pieces


def _is_open(node: Node) -> bool:
    """Whether a node is words that were not understood."""
    return (node.child if node.type == "not" else node).type == "unstructured"


def _binds(node: Node) -> bool:
    """Whether a node begins or ends with what would hold for those after it too: "history of", "before surgery"."""
    leaf = node.child if node.type == "not" else node
    if isinstance(leaf, BaseLeaf) and leaf.window is not None and leaf.window.anchor == _DONE:
        return True
    if leaf.type != "occurrence":
        return False
    return leaf.status is not None or leaf.severity is not None or leaf.experiencer == "family"


def _part(node: Node) -> list[Piece]:
    """A node within an operator: in brackets if it is one itself or joins two bounds, unless it is a plain negation."""
    if node.type in {"age", "sex", "measurement"} and _JOINT.search(text := _leaf(node)):
        return ["(", text, ")"]
    if denies(node):
        return ["(", node, ")"]
    if isinstance(node, BaseLeaf) or (node.type == "not" and isinstance(node.child, BaseLeaf)):
        return [node]
    return ["(", node, ")"]


def _clause(node: Node) -> list[Piece]:
    """A node behind "if" or "then": a leaf, or two joined by "and" or "or", need no brackets there."""
    plain = node.type in {"all_of", "any_of"} and len(node.parts()) == 2 and not _is_exception(node)
    return [node] if plain or isinstance(node, BaseLeaf) else _part(node)
