"""Relations: why something is there or done, how it is treated and when it comes, which a preposition says.

"Gout |due to diuretics|", "arthrodesis |for osteoarthritis|", "asthma |requiring prednisone|", "palsy |after surgery|":
both things are asked, and the first of them has a qualifier that says in which way it is tied to the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from eligibility.normalize.drafts import CARE, STATES, Draft, Op, Tree, are_leaves, drafts_of, first_of, last_of
from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_last = attrgetter("last")

_ANY = CARE | STATES
_EVENTS = STATES | {"procedure", "device"}
_CAUSE, _MANNER, _NEEDED = "cause", "manner", "treatment"
_TIED: Mapping[str, Sequence[tuple[frozenset[str], frozenset[str], str]]] = {
    _CAUSE: ((STATES, _ANY, "cause"), (CARE, _ANY, "reason")),
    "reason": ((CARE, _ANY, "reason"),),
    _NEEDED: ((STATES, CARE, "treatment"),),
    "setting": ((_EVENTS, _EVENTS, "setting"),),
    "after": ((_EVENTS, _EVENTS, "setting"),),
    _MANNER: ((CARE, frozenset({"procedure"}), "setting"),),
}
"""For each relation the domains of the two things that it may tie, and the kind of the qualifier that says so."""
_EARLIER = frozenset({_CAUSE, "after"})
"""Relations to what came first, which need not be there still, and is not to come."""
_TIMES = frozenset({"after", "setting"})
_NOT_YET_OVER = frozenset({"present", "planned"})
_BETWEEN = frozenset(map(fold, ("which", "that", "is", "are", "was", "were", "has", "have", "been", ")", ",")))
"""Words that may stand before those for a relation: "gout |which is |due to diuretics"."""
_JOINING = frozenset({"or", "and", "/"})


def relate(tree: Tree, chunks: Sequence[Chunk], tokens: Tokens) -> None:
    """Says of what stands before a relation what it is related to.

    What is done "|under| anesthesia |for|" a reason is done for it, and no anesthesia is. What is due to something and
    needs a treatment is left as it is, as either of the two may need it.

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
        if not are_leaves(node.parts):
            stack.extend(node.parts)
        done: Tree | None = None
        for one, other in pairwise(node.parts) if node.kind == "all_of" else ():
            following = first_of(other) if isinstance(other, Op) else other
            if following.relation is None:
                continue
            relation, end = following.relation
            last = _last_part(one)
            if relation == _NEEDED and first_of(last).is_tied(_CAUSE):
                continue
            place = bisect_left(chunks, end, key=_last)
            said = Modifier(relation, relation, chunks[place].first, last_of(other).last)
            if not _BETWEEN.issuperset(tokens.folded[last_of(one).extent[1] : said.first]):
                continue
            subject = last if done is None or relation == _MANNER else done
            if not _relate(subject, other, said):
                continue
            done = subject if relation == _MANNER else None
            following.related = not (_may_go_on(subject, tokens) or (relation in _TIMES and _goes_on(said, tokens)))
            if relation in _EARLIER and chunks[place + 1].tag != "STATUS":
                _say_no_status(other)


def _relate(one: Tree, other: Tree, said: Modifier) -> bool:
    """Relates two things by what is said between them; tells whether it may be said of them.

    Args:
        one: the first; of alternatives each is related.
        other: the second, or alternatives.
        said: the relation, with all that it is to.
    """
    things, following = _alternatives(one), first_of(other)
    if isinstance(other, Op) and other.kind != "any_of":
        return False
    kinds = [_kind_of(said.kind, thing, following) for thing in things]
    if not kinds or not all(kinds):
        return False
    for thing, kind in zip(things, kinds, strict=True):
        assert thing.entity is not None
        thing.entity.modifiers.append(Modifier(kind, said.name, said.first, said.last))
    return True


def _last_part(tree: Tree) -> Tree:
    """The last of what a conjunction joins; what is none, as it is."""
    while isinstance(tree, Op) and tree.kind == "all_of":
        tree = tree.parts[-1]
    return tree


def _may_go_on(one: Tree, tokens: Tokens) -> bool:
    """Whether what is said of a thing may be said of what stands before "or" too: "|gout| or asthma due to aspirin"."""
    if not isinstance(one, Draft):
        return False
    before = tokens.folded[max(0, one.extent[0] - 2) : one.extent[0]]
    return before[-1:] != [] and before[-1] in _JOINING and before[0] != ","


def _goes_on(said: Modifier, tokens: Tokens) -> bool:
    """Whether what something comes after may go on with what follows: "palsy after trauma |or surgery"."""
    return tokens.folded[said.last : said.last + 1] != [] and tokens.folded[said.last] in _JOINING


def _say_no_status(tree: Tree) -> None:
    """Takes the status of something from what came before that: "|current| cough after influenza"."""
    for draft in drafts_of(tree):
        if draft.status in _NOT_YET_OVER:
            draft.status = None


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
    return next((kind for of, to, kind in _TIED.get(relation, ()) if domains[0] in of and domains[1] in to), "")
