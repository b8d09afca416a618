"""Relations: why something is there or done, how it is treated and when it comes, which a preposition says.

"Gout |due to diuretics|", "arthrodesis |for osteoarthritis|", "asthma |requiring prednisone|", "palsy |after surgery|":
both things are asked, and the first of them has a qualifier that says in which way it is tied to the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from eligibility.normalize.drafts import CARE, STATES, Draft, Op, Tree, are_leaves, first_of, last_of
from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_last = attrgetter("last")

_ANY = CARE | STATES
_EVENTS = frozenset({"condition", "procedure", "device"})
_MANNER = "manner"
_TIED: Mapping[str, Sequence[tuple[frozenset[str], frozenset[str], str]]] = {
    "cause": ((STATES, _ANY, "cause"), (CARE, _ANY, "reason")),
    "reason": ((CARE, _ANY, "reason"),),
    "treatment": ((STATES, CARE, "treatment"),),
    "setting": ((_EVENTS, _EVENTS, "setting"),),
    _MANNER: ((CARE, frozenset({"procedure"}), "setting"),),
}
"""For each relation the domains of the two things that it may tie, and the kind of the qualifier that says so."""
_BETWEEN = frozenset(map(fold, ("which", "that", "is", "are", "was", "were", "has", "have", "been", ")", ",")))
"""Words that may stand before those for a relation: "gout |which is |due to diuretics"."""


def relate(tree: Tree, chunks: Sequence[Chunk], tokens: Tokens) -> None:
    """Says of what stands before a relation what it is related to.

    Args:
        tree: what an item says; its leaves are changed.
        chunks: the chunks of the item.
        tokens: its criterion.
    """
    stack = [tree]
    while stack:
        node = stack.pop()
        if not isinstance(node, Op):
            continue
        stack.extend(node.parts)
        done: Tree | None = None
        for one, other in pairwise(node.parts) if node.kind == "all_of" else ():
            following = first_of(other)
            if following.relation is None or following.kind != "occurrence":
                done = None
                continue
            relation, end = following.relation
            begin = chunks[bisect_left(chunks, end, key=_last)].first
            if not _BETWEEN.issuperset(tokens.folded[last_of(one).extent[1] : begin]):
                continue
            subject = one if done is None or relation == _MANNER else done
            if _relate(subject, other, Modifier(relation, relation, begin, last_of(other).last)):
                done = subject if relation == _MANNER else None


def _relate(one: Tree, other: Tree, said: Modifier) -> bool:
    """Relates two things by what is said between them; tells whether it may be said of them.

    Args:
        one: the first; of alternatives each is related.
        other: the second, or alternatives.
        said: the relation, with all that it is to.
    """
    things, following = _alternatives(one), first_of(other)
    kinds = [_kind_of(said.kind, thing, following) for thing in things] if _alternatives(other) else []
    if not kinds or not all(kinds):
        return False
    for thing, kind in zip(things, kinds, strict=True):
        assert thing.entity is not None
        thing.entity.modifiers.append(Modifier(kind, said.name, said.first, said.last))
    following.related = True
    return True


def _alternatives(tree: Tree) -> Sequence[Draft]:
    """The leaves of a tree of which any will do; none of a tree that says more than that."""
    if isinstance(tree, Draft):
        return (tree,)
    return tree.parts if tree.kind == "any_of" and are_leaves(tree.parts) else ()


def _kind_of(relation: str, one: Draft, other: Draft) -> str:
    """The kind of the qualifier by which something is related to another thing; empty where it cannot be."""
    if one.kind != "occurrence" or one.people or one.entity is None or other.entity is None:
        return ""
    domains = one.entity.domain, other.entity.domain
    return next((kind for of, to, kind in _TIED[relation] if domains[0] in of and domains[1] in to), "")
