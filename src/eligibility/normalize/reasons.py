"""Reasons over lists: "|infliximab or |etanercept for |psoriasis or |arthritis" is either drug, and either reason.

The same holds the other way round: "|gout or |psoriasis treated with |steroids or |methotrexate".
What needs something, or is due to it, is only what stands right before: "gout or |sepsis requiring |fluids or |blood".
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.drafts import CARE, STATES, Draft, any_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_FOR, _CAUSE, _NEEDED = "for", "cause", "treatment"
_ANY, _WHYS, _DONE = CARE | STATES, STATES | {"device"}, frozenset({"procedure"})
_PAIR = 2
_FAR = 16
"""Items on in which is looked for the "or" of a list."""


def group_reasons(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """Makes one item of what is given for a reason, with what else is given for it, and what else it is given for.

    Args:
        parts: the items of a list.
        joins: what stands between them.
    """
    out, between = list(parts), list(joins)
    first = joins.index("comma") + 1 if "comma" in joins else len(parts)
    for place in range(len(out) - 1, -1, -1):
        if place >= len(out) or (domains := _related(out[place], place)) is None:
            continue
        start, end = _start(out, between, place, domains[0]), _end(out, between, place, domains[1], first)
        if start == place and _is_timed(out[place]):
            continue
        heads = any_of([part.parts[0].tree for part in out[start : place + 1]])
        tails = any_of([out[place].parts[1].tree, *(part.parts[0].tree for part in out[place + 1 : end])])
        if heads is None or tails is None or end - start == 1:
            continue
        negation = out[place].parts[0].negation
        said = [Said(heads, negation), Said(tails, negation)]
        out[start:end] = [replace(out[start], parts=said, must=out[place].must)]
        between[start : end - 1] = []
    return out, between


def _related(part: Part, place: int) -> tuple[frozenset[str], frozenset[str]] | None:
    """The domains of what is given and of what it is given for, in the order in which an item names them.

    Behind what the first item is due to, all that follows is one more cause.
    """
    if len(part.parts) != _PAIR or part.parts[0].negation != part.parts[1].negation or part.examples is not None:
        return None
    one, two = part.parts[0].tree, part.parts[1].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft):
        return None
    timed, denied = one.when is not None and one.when.first < two.last, bool(part.parts[0].negation)
    if timed or ((denied or one.when is not None) and two.link != _FOR):
        return None
    if two.link == _FOR:
        whys = _WHYS if _is_one(two, _WHYS) else _DONE
        return (CARE, whys) if _is_one(one, CARE) and _is_one(two, whys) else None
    if place and two.is_tied(_CAUSE):
        return (_ANY, _ANY) if _is_one(one, _ANY) and _is_one(two, _ANY) else None
    behind = part.status is not None and one.last <= part.status[1] and part.status[2] <= two.first
    treated = behind or two.is_tied(_NEEDED)
    return (STATES, CARE) if treated and _is_one(one, STATES) and _is_one(two, CARE) else None


def _is_timed(part: Part) -> bool:
    """Whether what an item begins with has a time: "hospitalization for asthma |within a month|"."""
    first = part.first
    return first is not None and first.when is not None


def _only_of_last(tree: object) -> bool:
    """Whether something is what only the thing before it is due to, or needs: "gout or sepsis |requiring fluids|"."""
    return isinstance(tree, Draft) and (tree.is_tied(_CAUSE) or tree.is_tied(_NEEDED))


def _is_one(tree: object, domains: frozenset[str]) -> bool:
    named = isinstance(tree, Draft) and tree.kind == "occurrence" and tree.entity is not None
    return named and isinstance(tree, Draft) and tree.entity is not None and tree.entity.domain in domains


def _goes_on(part: Part, domains: frozenset[str], negation: int) -> bool:
    """Whether an item is one more thing of some domains, and says nothing anew."""
    if len(part.parts) != 1 or part.parts[0].negation != negation or part.own_status or part.clausal or part.people:
        return False
    tree = part.parts[0].tree
    return _is_one(tree, domains) and isinstance(tree, Draft) and tree.link is None


def _start(parts: list[Part], joins: list[Join], place: int, domains: frozenset[str]) -> int:
    """Where what has the relation begins: "|infliximab or etanercept| for psoriasis".

    Where a comma stands before its "or", all of the list is of one domain: "|surgery, radiotherapy,| or chemotherapy".
    """
    if not place or joins[place - 1] != "or" or parts[place].apart:
        return place
    if (parts[place].own_status and domains is CARE) or _only_of_last(parts[place].parts[1].tree):
        return place
    head = parts[place].parts[0]
    entity = head.tree.entity if isinstance(head.tree, Draft) else None
    if parts[place].paused and entity is not None:
        domains = frozenset({entity.domain})
    start = place
    while start and joins[start - 1] in {"or", "comma"} and _is_alone(parts[start - 1], domains, head):
        start -= 1
    return place if parts[place].paused and start else start


def _is_alone(part: Part, domains: frozenset[str], head: Said) -> bool:
    """Whether an item is one more thing of some domains, denied as the head is, with no time but that."""
    tree = part.parts[0].tree if len(part.parts) == 1 and part.parts[0].negation == head.negation else None
    if not isinstance(tree, Draft) or not isinstance(head.tree, Draft) or tree.link is not None:
        return False
    return _is_one(tree, domains) and (tree.when is None or tree.when is head.tree.when)


def _end(parts: list[Part], joins: list[Join], place: int, domains: frozenset[str], first: int) -> int:
    """Where what it is related to ends: behind the first comma of a list, one more is likely another item of it."""
    end = place + 1
    alone = place < first
    while end < len(parts) and _goes_on(parts[end], domains, parts[place].parts[0].negation):
        if joins[end - 1] == "comma" and not (alone and "or" in joins[end : end + _FAR]):
            break
        if joins[end - 1] not in {"or", "comma"} or (parts[end].paused and (end == place + 1 or not alone)):
            break
        end += 1
    return end
