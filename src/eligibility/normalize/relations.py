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
from eligibility.normalize.means import TREATMENTS
from eligibility.tagging.chunks import Chunk, Entity, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_last = attrgetter("last")

_ANY = CARE | STATES
_EVENTS = STATES | {"procedure", "device"}
_HAD, _DONE, _SEEN = frozenset({"condition"}), frozenset({"procedure"}), frozenset({"observation"})
_CAUSE, _SOURCE, _NEEDED, _RESPONSE = "cause", "source", "treatment", "response"
_RESISTANCE = "resistance"
_MANNER, _MEANS, _FOUND = "manner", "means", "certainty"
_TIED: Mapping[str, Sequence[tuple[frozenset[str], frozenset[str], str]]] = {
    _CAUSE: ((STATES, _ANY, "cause"), (CARE, _ANY, "reason")),
    "reason": ((CARE, _ANY, "reason"),),
    _SOURCE: ((_HAD, _HAD | _DONE | {"drug"}, "cause"),),
    _NEEDED: ((STATES, CARE, "treatment"),),
    _RESISTANCE: ((_HAD, CARE, "treatment"),),
    _RESPONSE: ((_SEEN, CARE, "treatment"),),
    "setting": ((_EVENTS, _EVENTS | {"drug"}, "setting"),),
    "after": ((_EVENTS, _EVENTS | {"drug"}, "setting"),),
    _MANNER: ((CARE, _DONE, "setting"),),
    _MEANS: ((STATES, _DONE, _FOUND), (_HAD, CARE, "setting")),
}
"""For each relation the domains of the two things that it may tie, and the kind of the qualifier that says so."""
_EARLIER = frozenset({_CAUSE, _SOURCE, "after", _MEANS})
"""Relations to what came first, which need not be there still, and is not to come."""
_NAMED = frozenset({"occurrence", "words"})
_LISTED = frozenset({_CAUSE, "reason", _NEEDED})
"""Relations of which lists of different things are read as one."""
_NOT_YET_OVER = frozenset({"present", "planned"})
_BETWEEN = frozenset(map(fold, ("which", "that", "and", "is", "are", "was", "were", "has", "have", "been", ")", ",")))
"""Words that may stand before those for a relation: "gout |which is |due to diuretics"."""
_INFECTIONS = "conditions-infection"
"""The pack of what may be resistant to a drug that nobody has been given."""
_ANTIINFECTIVES = "drugs-infection"
"""The pack of drugs that a germ may be resistant to, which nobody need have been given."""
_RESISTED = "treatment resistance"
_RESPONSES = ("response", "nonresponse", "treatment failure", _RESISTED)
_COURSES, _PHASE = frozenset({"disease progression", "recurrent disease"}), "phase"
_JOINING = frozenset({"or", "and", "/"})
_PAIR = 2
_CHOOSING = frozenset({"or", "/"})


def may_be_tied(draft: Draft, relation: str, before: Tree | None) -> bool:
    """Whether a thing may be related so to the one before it, as far as that can be told before its list is read.

    Args:
        draft: the thing; of several that share a noun, words until that comes: "surgery for |gastric| or colon cancer".
        relation: what the words between them say.
        before: what stands before it in its item; None where nothing does.
    """
    if relation in _LISTED:
        return draft.kind in _NAMED
    if draft.kind != "occurrence" or (before is None and relation != _MEANS):
        return False
    if not isinstance(before, Draft):
        return before is None
    return before.entity is not None and (relation != _MEANS or before.entity.domain in STATES)


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
            place += chunks[place + 1].last == end  # what ties has no words of its own: "failed | |methotrexate"
            said = Modifier(relation, relation, chunks[place].first, last_of(other).last)
            if not _BETWEEN.issuperset(tokens.folded[last_of(one).extent[1] : said.first]):
                continue
            subject = last if done is None or relation == _MANNER else done
            if not _relate(subject, other, said):
                continue
            done = subject if relation == _MANNER else None
            open_ended = _may_be_more(subject, tokens) or _goes_on(said, tokens) or _is_open(other, tokens)
            following.related = not open_ended
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


def _may_be_more(one: Tree, tokens: Tokens) -> bool:
    """Whether what is said of a thing may be said of what stands before "or" too: "|gout| or asthma due to aspirin"."""
    if not isinstance(one, Draft):
        return False
    before = tokens.folded[max(0, one.extent[0] - 2) : one.extent[0]]
    return before[-1:] != [] and before[-1] in _JOINING and before[0] != ","


def _goes_on(said: Modifier, tokens: Tokens) -> bool:
    """Whether what something is related to may go on: "palsy after trauma |or surgery"."""
    following = tokens.folded[said.last : said.last + 1]
    more = _JOINING if said.name == _RESPONSE else _CHOOSING
    return said.name not in _LISTED and following != [] and following[0] in more


def _is_open(other: Tree, tokens: Tokens) -> bool:
    """Whether it is not clear where a list of what something is related to ends: "palsy due to trauma, |or gout|".

    A comma behind the first is one of its list where an "or" before the last of three or more closes that, or where
    examples of the first follow.
    """
    end = last_of(other.parts[0]).extent[1] if isinstance(other, Op) else 0
    if not isinstance(other, Op) or tokens.folded[end : end + 1] != [","]:
        return False
    last = first_of(other.parts[-1])
    if last.instance_of is not None:
        return False
    return len(other.parts) == _PAIR or _JOINING.isdisjoint(tokens.folded[last.extent[0] - _PAIR : last.extent[0]])


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
    kind = next((kind for of, to, kind in _TIED[relation] if domains[0] in of and domains[1] in to), "")
    return kind if _is_meant(relation, kind, one.entity, other.entity) else ""


def _is_meant(relation: str, kind: str, one: Entity, other: Entity) -> bool:
    """Whether two things are of the kinds that words for more than one relation have to stand between.

    Only a response is one "|to| a treatment". "|By| MRI" something is found, and "|from| surgery" it comes, but not the
    other way round. "|On| a drug" is when a disease progresses; of anything else it may be what the person takes.
    """
    if relation == _RESPONSE:
        given = (
            one.rule is None or one.rule.name != _RESISTED or other.rule is None or other.rule.pack != _ANTIINFECTIVES
        )
        return given and one.rule is not None and one.rule.name.endswith(_RESPONSES)
    if relation == _RESISTANCE:
        return one.rule is None or one.rule.pack != _INFECTIONS
    if relation == _SOURCE:
        return other.domain != "procedure" or (other.rule is not None and other.rule.pack in TREATMENTS)
    if relation != _MEANS:
        return True
    if kind == _FOUND:
        return other.rule is not None and other.rule.pack not in TREATMENTS
    return (one.rule is not None and one.rule.name in _COURSES) or any(said.kind == _PHASE for said in one.modifiers)
