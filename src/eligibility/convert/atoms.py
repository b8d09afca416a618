"""Atoms: the leaves of a criterion's tree as flat rows.

A row is a tuple in the order of the columns of `ATOMS`, from `path` to `text`; its spans come apart, since they are
what differs when the same criterion stands in another place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from eligibility.convert.windows import days
from eligibility.tree import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Attestation,
    BaseLeaf,
    BaseNode,
    Implies,
    Kind,
    Measurement,
    Node,
    Not,
    Occurrence,
    Qualifier,
    SexLeaf,
    Unstructured,
)

Row = tuple[Any, ...]
Spans = tuple[int, int, int | None, int | None]


class Atom(NamedTuple):
    """A leaf as a row.

    Attributes:
        row: the values from `path` to `text`.
        spans: where the leaf begins and ends, where its concept does.
    """

    row: Row
    spans: Spans


class _Place(NamedTuple):
    """Where a node stands.

    Attributes:
        path: a JSON Pointer from the root of the tree.
        negated: an odd number of negations stands above it.
        decisive: nothing above it leaves a choice.
    """

    path: str
    negated: bool
    decisive: bool


def atoms_of(constraint: BaseNode, kind: Kind) -> Iterator[Atom]:
    """The leaves of a criterion's tree, in reading order.

    Args:
        constraint: the tree, at any depth.
        kind: of its criterion; what holds of an exclusion is what the trial does not want.
    """
    todo: list[tuple[BaseNode, _Place]] = [(constraint, _Place("", False, True))]
    while todo:
        node, place = todo.pop()
        if isinstance(node, BaseLeaf):
            yield _atom(node, place, kind)
        else:
            todo.extend(reversed(list(_below(node, place, kind))))


def _below(node: BaseNode, place: _Place, kind: Kind) -> Iterator[tuple[Node, _Place]]:
    """The parts of an operator, each with its place."""
    path, negated, decisive = place
    if isinstance(node, Not):
        yield node.child, _Place(f"{path}/child", not negated, decisive)
    elif isinstance(node, Implies):
        decisive = decisive and not _wanted(negated, kind)
        yield node.condition, _Place(f"{path}/condition", not negated, decisive)
        yield node.consequence, _Place(f"{path}/consequence", negated, decisive)
    else:
        decisive = decisive and _leaves_no_choice(node, wanted=_wanted(negated, kind))
        for at, part in enumerate(node.parts()):
            yield part, _Place(f"{path}/children/{at}", negated, decisive)


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


def _atom(leaf: BaseLeaf, place: _Place, kind: Kind) -> Atom:
    concept, window = leaf.concept, leaf.window
    coding = concept.codes[0] if concept is not None and concept.codes else None
    first, last = days(window)
    own = _OWN[type(leaf)](leaf)
    row = (
        place.path,
        place.negated,
        "required" if _wanted(place.negated, kind) else "excluded",
        place.decisive,
        leaf.type,
        own.domain,
        concept and concept.name,
        concept and concept.text,
        coding and coding.system,
        coding and coding.code,
        *own.limit,
        first,
        last,
        window and window.direction,
        window and window.text,
        window and window.anchor,
        *own.said,
        own.topic,
        _qualifiers(leaf.qualifiers),
        leaf.text,
    )
    return Atom(row, (*leaf.span, *(concept.span if concept is not None else (None, None))))


class _Own(NamedTuple):
    """What leaves of one type have beside what all have.

    Attributes:
        domain: the OMOP domain.
        limit: from `lower` to `unit_written`.
        said: status, severity and experiencer.
        topic: what is attested, or why text was left.
    """

    domain: str | None = None
    limit: Row = (None,) * 9
    said: Row = (None,) * 3
    topic: str | None = None


def _age(leaf: Age) -> _Own:
    return _Own(limit=_limit(leaf, None, None))


def _measurement(leaf: Measurement) -> _Own:
    relative = leaf.relative_to
    return _Own(domain="measurement", limit=_limit(leaf, None if relative is None else relative.kind, leaf.values))


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


def _sex(leaf: SexLeaf) -> _Own:
    return _Own(limit=(*(None,) * 6, list(leaf.values), None, None))


def _occurrence(leaf: Occurrence) -> _Own:
    return _Own(domain=leaf.domain, said=(leaf.status, leaf.severity, leaf.experiencer))


_OWN: dict[type[BaseLeaf], Callable[[Any], _Own]] = {
    Age: _age,
    Measurement: _measurement,
    SexLeaf: _sex,
    Occurrence: _occurrence,
    Attestation: lambda leaf: _Own(topic=leaf.topic),
    Unstructured: lambda leaf: _Own(topic=leaf.reason),
}


def _qualifiers(qualifiers: tuple[Qualifier, ...]) -> str | None:
    """As JSON without spans, which a row that is shared by several places cannot have."""
    if not qualifiers:
        return None
    return "[" + ",".join(one.model_dump_json(exclude={"as_written": {"span"}}) for one in qualifiers) + "]"
