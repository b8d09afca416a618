"""Reasons over lists: "|infliximab or |etanercept for |psoriasis or |arthritis" is either drug, and either reason."""

from __future__ import annotations

from dataclasses import replace

from eligibility.normalize.drafts import Draft, any_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_GIVEN = frozenset({"drug", "procedure", "device", "visit"})
_HAD = frozenset({"condition", "observation"})
_FOR = "for"
_PAIR = 2


def group_reasons(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """Makes one item of what is given for a reason, with what else is given for it, and what else it is given for.

    Args:
        parts: the items of a list.
        joins: what stands between them.
    """
    out, between = list(parts), list(joins)
    for place in range(len(out) - 1, -1, -1):
        if place >= len(out) or not _has_reason(out[place]):
            continue
        start, end = _first_given(out, between, place), _last_reason(out, between, place)
        given = any_of([part.parts[0].tree for part in out[start : place + 1]])
        reasons = any_of([out[place].parts[1].tree, *(part.parts[0].tree for part in out[place + 1 : end])])
        if given is None or reasons is None or end - start == 1:
            continue
        out[start:end] = [replace(out[start], parts=[Said(given), Said(reasons)], must=out[place].must)]
        between[start : end - 1] = []
    return out, between


def _has_reason(part: Part) -> bool:
    """Whether an item is something given, and what it is given for: "surgery |for gout|"."""
    if len(part.parts) != _PAIR or part.parts[0].negation or part.parts[1].negation or part.examples is not None:
        return False
    given, reason = part.parts[0].tree, part.parts[1].tree
    return _is_one(given, _GIVEN) and _is_one(reason, _HAD) and isinstance(reason, Draft) and reason.link == _FOR


def _is_one(tree: object, domains: frozenset[str]) -> bool:
    named = isinstance(tree, Draft) and tree.kind == "occurrence" and tree.entity is not None
    return named and isinstance(tree, Draft) and tree.entity is not None and tree.entity.domain in domains


def _goes_on(part: Part, domains: frozenset[str]) -> bool:
    """Whether an item is one more thing of some domains, and says nothing anew."""
    if len(part.parts) != 1 or part.parts[0].negation or part.own_status or part.clausal or part.people:
        return False
    tree = part.parts[0].tree
    return _is_one(tree, domains) and isinstance(tree, Draft) and tree.link is None and tree.when is None


def _first_given(parts: list[Part], joins: list[Join], place: int) -> int:
    """Where what is given for a reason begins: "|infliximab or etanercept| for psoriasis"."""
    if not place or joins[place - 1] != "or" or parts[place].paused or parts[place].own_status:
        return place
    start = place
    while start and joins[start - 1] in {"or", "comma"} and _is_given(parts[start - 1]):
        start -= 1
    return start


def _is_given(part: Part) -> bool:
    tree = part.parts[0].tree if len(part.parts) == 1 and not part.parts[0].negation else None
    return _is_one(tree, _GIVEN) and isinstance(tree, Draft) and tree.when is None and tree.link is None


def _last_reason(parts: list[Part], joins: list[Join], place: int) -> int:
    """Where the reasons end: behind a comma before what is given, one more is likely another item of the list."""
    end = place + 1
    alone = "comma" not in joins[:place]
    while end < len(parts) and _goes_on(parts[end], _HAD):
        if joins[end - 1] == "comma" and not (alone and "or" in joins[end:]):
            break
        if joins[end - 1] not in {"or", "comma"} or (parts[end].paused and not alone):
            break
        end += 1
    return end
