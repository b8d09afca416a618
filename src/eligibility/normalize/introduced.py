"""Introduced lists: how a list goes with what the item above it says.

"Cancer, except: |...|" takes out of it, "patients with gout must: |...|" asks it of them, "if any of these: |...|" says
when it holds; what is said beside a list holds together with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from eligibility.normalize.complements import is_bare
from eligibility.normalize.contraindications import advises_against
from eligibility.normalize.parts import Part
from eligibility.segment.model import Joiner
from eligibility.tree import AllOf, AnyOf, AtLeast, Attestation, Implies, Kind, Node, Not

Role = Literal["except", "unless", "asked", "case", "let in", "or", "or then"]
"""What a list is to what is said above it: exceptions, what is asked of those who are named, when it holds, when those
who are named may take part, or an alternative to all of it, or to what holds in a case."""

EXCEPTING: frozenset[Role | None] = frozenset({"except", "unless"})
_EITHER = EXCEPTING | {"or", "or then"}
"""What lists are to what introduces them, where any of their items will do."""


class Goes(Struct, frozen=True, gc=False):
    """How a list goes with what introduces it.

    Attributes:
        tail: the last item of what introduces it.
        role: what the list is to that; None where it holds together with it.
        kind: the list of criteria that both stand in.
        denied: whether all of it is denied: "must not have: |gout, asthma|".
        by_case: whether all its items limit what introduces it: "hemoglobin: |≥ 13 g/dL for men|, ...".
        kinds: whether its items are of a kind each, so that any of them will do: "diagnosis of: |gout|, ...".
    """

    tail: Part
    role: Role | None
    kind: Kind
    denied: bool
    by_case: bool = False
    kinds: bool = False

    @property
    def apart(self) -> bool:
        """Whether neither its time nor its status are those of what introduces it."""
        return self.role is not None and self.role != "asked"


def list_node(below: Sequence[Node], joiners: Sequence[Joiner | None], goes: Goes) -> Node:
    """The list; where all of it is denied, or is excepted, "and" is not said of both.

    Args:
        below: its items.
        joiners: the words that they end in.
        goes: how it goes with what introduces it.
    """
    nodes, tail = tuple(below), goes.tail
    if len(nodes) == 1:
        return nodes[0]
    if tail.count is not None or tail.at_most is not None:
        return _counted(tail, nodes)
    either = (
        goes.role in _EITHER
        or goes.kinds
        or tail.allows
        or (goes.by_case and all(isinstance(node, AllOf) for node in nodes))
    )
    if goes.denied or "or" in joiners or (either and "and" not in joiners):
        return AnyOf.trusted(children=nodes)
    if "and" in joiners or goes.kind == "inclusion" or goes.role == "let in":
        return AllOf.trusted(children=nodes)
    return AnyOf.trusted(children=nodes)


def with_list(own: Node | None, listed: Node, goes: Goes) -> Node | None:
    """What an item says and the list under it; None where it only says what is allowed.

    Args:
        own: what the item says; None where it says nothing.
        listed: the list.
        goes: how the one goes with the other.
    """
    if goes.tail.allows:
        return _allowed(own, listed, goes)
    if goes.denied:
        listed = Not.trusted(child=listed)
    if goes.role in EXCEPTING or (goes.role == "let in" and goes.kind == "exclusion"):
        return _but_for(own, listed, goes)
    return listed if own is None else _beside(own, listed, goes)


def _beside(own: Node, listed: Node, goes: Goes) -> Node:
    """What is said and a list: both, either, or the one of those only for whom the other holds."""
    if goes.role in {"or", "or then"} or _gives_reasons(goes):
        return _or_else(own, listed, then=goes.role == "or then")
    if goes.kind == "inclusion" and goes.role in {"asked", "let in"}:
        return Implies.trusted(condition=own, consequence=listed)
    if goes.kind == "inclusion" and goes.role == "case":
        return Implies.trusted(condition=listed, consequence=own)
    draft = goes.tail.last
    if goes.kind == "exclusion" and draft is not None and is_bare(draft) and isinstance(own, Not):
        return _not_all(own, listed)
    *before, last = own.children if isinstance(own, AllOf) else (own,)
    if isinstance(last, Implies):
        more = _all([last.consequence, listed])
        return _all([*before, Implies.trusted(condition=last.condition, consequence=more)])
    return AllOf.trusted(children=(own, listed))


def _gives_reasons(goes: Goes) -> bool:
    """Whether a list is why something is contraindicated, any of which excludes: "contraindications to MRI: |A|"."""
    of = goes.tail.last if goes.kind == "exclusion" and goes.role is None else None
    return of is not None and advises_against(of)


def _not_all(own: Not, listed: Node) -> Node:
    """What somebody is unable to do, any of which excludes: "unable to: |walk, read|"; none of it is denied again."""
    parts = listed.children if isinstance(listed, AnyOf) else (listed,)
    done = [part.child if isinstance(part, Not) and isinstance(part.child, Attestation) else part for part in parts]
    return Not.trusted(child=_all([own.child, *done]))


def _or_else(own: Node, listed: Node, *, then: bool) -> Node:
    """Either what is said or what is listed; of a case and what holds in it, only that: "if female, sterile |or:|"."""
    if isinstance(own, Implies):
        consequence = _or_else(own.consequence, listed, then=False)
        return Implies.trusted(condition=own.condition, consequence=consequence)
    if then and isinstance(own, AllOf):
        return _all([*own.children[:-1], _or_else(own.children[-1], listed, then=False)])
    said = [part for node in (own, listed) for part in (node.children if isinstance(node, AnyOf) else (node,))]
    return AnyOf.trusted(children=tuple(said))


def _allowed(own: Node | None, listed: Node, goes: Goes) -> Node | None:
    """What is said, but for what a list says "is allowed"; that asks nothing of anybody, and excludes nobody else."""
    if own is None or goes.kind == "inclusion":
        return own
    return _all([own, Not.trusted(child=listed)])


def _but_for(own: Node | None, listed: Node, goes: Goes) -> Node:
    """What is said, but for what is listed: "no cancer |except:|", "gout |unless all of these:|"."""
    none = Not.trusted(child=listed)
    if own is None:
        return none
    if goes.kind == "inclusion" and goes.role == "unless":
        return Implies.trusted(condition=none, consequence=own)
    *before, last = own.children if isinstance(own, AllOf) else (own,)
    if goes.kind == "inclusion" and isinstance(last, Not):
        return _all([*before, Not.trusted(child=_all([last.child, none]))])
    return _all([own, none])


def _all(nodes: Sequence[Node]) -> Node:
    """All of some nodes, as one flat conjunction."""
    flat = [part for node in nodes for part in (node.children if isinstance(node, AllOf) else (node,))]
    return AllOf.trusted(children=tuple(flat)) if len(flat) > 1 else flat[0]


def _counted(tail: Part, nodes: tuple[Node, ...]) -> Node:
    """As many of some nodes as a lead-in says: "at most two of the following:"; -1 is all of them."""
    least = AllOf.trusted(children=nodes) if tail.count == -1 else _so_many(tail.count or 1, nodes)
    if tail.at_most is None:
        return least
    more = Not.trusted(child=_so_many(tail.at_most + 1, nodes))
    return AllOf.trusted(children=(least, more)) if tail.count else more


def _so_many(count: int, nodes: tuple[Node, ...]) -> Node:
    """So many of some nodes, at least."""
    return AtLeast.trusted(count=count, children=nodes) if count > 1 else AnyOf.trusted(children=nodes)
