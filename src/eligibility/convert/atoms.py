"""Atoms: the leaves of a criterion's tree as flat rows.

A row is a tuple in the order of the columns of `ATOMS`, from `path` to `text`; its spans come apart, since they are
what differs when the same criterion stands in another place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eligibility.convert.windows import days
from eligibility.tree import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Attestation,
    BaseLeaf,
    BaseNode,
    Concept,
    Implies,
    Kind,
    Measurement,
    Node,
    Not,
    Occurrence,
    Qualifier,
    SexLeaf,
    Unstructured,
    Window,
)

Row = tuple[Any, ...]
Spans = tuple[int, int, int | None, int | None]


Place = tuple[str, bool, bool]
"""Where a node stands: a JSON Pointer from the root of the tree; whether an odd number of negations stands above it;
whether nothing above it leaves a choice. A plain tuple, like all here: there are millions."""


def atoms_of(constraint: BaseNode, kind: Kind, start: int = 0) -> list[tuple[Row, Spans]]:
    """The leaves of a criterion's tree, in reading order: the values from `path` to `text`, and the spans.

    Args:
        constraint: the tree, at any depth.
        kind: of its criterion; what holds of an exclusion is what the trial does not want.
        start: what spans are counted from.
    """
    atoms: list[tuple[Row, Spans]] = []
    todo: list[tuple[BaseNode, Place]] = [(constraint, ("", False, True))]
    while todo:
        node, place = todo.pop()
        if isinstance(node, BaseLeaf):
            atoms.append((_row(node, place, kind), _spans(node, start)))
        else:
            todo.extend(reversed(_below(node, place, kind)))
    return atoms


def _below(node: BaseNode, place: Place, kind: Kind) -> list[tuple[Node, Place]]:
    """The parts of an operator, each with its place."""
    path, negated, decisive = place
    if isinstance(node, Not):
        return [(node.child, (f"{path}/child", not negated, decisive))]
    if isinstance(node, Implies):
        decisive = decisive and not _wanted(negated, kind)
        condition = (f"{path}/condition", not negated, decisive)
        return [(node.condition, condition), (node.consequence, (f"{path}/consequence", negated, decisive))]
    decisive = decisive and _leaves_no_choice(node, wanted=_wanted(negated, kind))
    return [(part, (f"{path}/children/{at}", negated, decisive)) for at, part in enumerate(node.parts())]


def _wanted(negated: bool, kind: Kind) -> bool:
    """Whether the trial asks that a node holds."""
    return negated == (kind == "exclusion")


def _leaves_no_choice(node: BaseNode, *, wanted: bool) -> bool:
    """Whether each part alone decides an operator: all parts of what is wanted, any part of what is not.

    This is what the operator becomes in negation normal form: a conjunction, or something else.
    """
    parts = len(node.parts())
    if parts == 1 and not isinstance(node, AtLeast):
        return True
    if isinstance(node, AllOf):
        return wanted
    if isinstance(node, AnyOf):
        return not wanted
    assert isinstance(node, AtLeast)
    return node.count == (parts if wanted else 1)


def _spans(leaf: BaseLeaf, start: int) -> Spans:
    first, last = leaf.span
    if leaf.concept is None:
        return first - start, last - start, None, None
    begins, ends = leaf.concept.span
    return first - start, last - start, begins - start, ends - start


def _row(leaf: BaseLeaf, place: Place, kind: Kind) -> Row:
    path, negated, decisive = place
    domain, limit, said, topic = _OWN[type(leaf)](leaf)
    return (
        path,
        negated,
        "required" if _wanted(negated, kind) else "excluded",
        decisive,
        leaf.type,
        domain,
        *(_NO_CONCEPT if leaf.concept is None else _concept(leaf.concept)),
        *limit,
        *(_NO_WINDOW if leaf.window is None else _window(leaf.window)),
        *said,
        topic,
        _qualifiers(leaf.qualifiers) if leaf.qualifiers else None,
        leaf.text,
    )


def _concept(concept: Concept) -> Row:
    if not concept.codes:
        return concept.name, concept.text, None, None
    return concept.name, concept.text, concept.codes[0].system, concept.codes[0].code


def _window(window: Window) -> Row:
    return (*days(window), window.direction, window.text, window.anchor)


_NO_CONCEPT: Row = (None,) * 4
_NO_LIMIT: Row = (None,) * 9
_NO_WINDOW: Row = (None,) * 5
_NOTHING_SAID: Row = (None,) * 3

Own = tuple[str | None, Row, Row, str | None]
"""What leaves of one type have beside what all have: the domain; the limit, from `lower` to `unit_written`; status,
severity and experiencer; what is attested, or why text was left."""


def _age(leaf: Age) -> Own:
    return None, _limit(leaf, None, None), _NOTHING_SAID, None


def _measurement(leaf: Measurement) -> Own:
    relative = None if leaf.relative_to is None else leaf.relative_to.kind
    return "measurement", _limit(leaf, relative, leaf.values), _NOTHING_SAID, None


def _limit(leaf: Age | Measurement, relative: str | None, values: Sequence[str] | None) -> Row:
    range, written = leaf.range, leaf.as_written
    lower, upper = (range.lower, range.upper) if range is not None else (None, None)
    return (
        lower,
        upper,
        None if range is None or lower is None else range.lower_inclusive,
        None if range is None or upper is None else range.upper_inclusive,
        range and range.unit,
        relative,
        None if values is None else list(values),
        written and written.text,
        written and written.unit,
    )


def _sex(leaf: SexLeaf) -> Own:
    return None, (*_NO_LIMIT[:6], list(leaf.values), None, None), _NOTHING_SAID, None


def _occurrence(leaf: Occurrence) -> Own:
    return leaf.domain, _NO_LIMIT, (leaf.status, leaf.severity, leaf.experiencer), None


_OWN: dict[type[BaseLeaf], Callable[[Any], Own]] = {
    Age: _age,
    Measurement: _measurement,
    SexLeaf: _sex,
    Occurrence: _occurrence,
    Attestation: lambda leaf: (None, _NO_LIMIT, _NOTHING_SAID, leaf.topic),
    Unstructured: lambda leaf: (None, _NO_LIMIT, _NOTHING_SAID, leaf.reason),
}


def _qualifiers(qualifiers: tuple[Qualifier, ...]) -> str:
    """As JSON without spans, which a row that is shared by several places cannot have."""
    return "[" + ",".join(one.model_dump_json(exclude={"as_written": {"span"}}) for one in qualifiers) + "]"
