"""Limits that stand behind others than those that they are on: a class and its members, a measurement and its means.

"Transaminases |(AST and ALT)| ≤ 2.5 x ULN" limits the members, "LVEF by |MUGA or echocardiography| ≥ 50 %" the ejection
fraction.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part

_PAIR = 2
_WAYS = frozenset({"procedure", "device"})


def limit_members(parts: Sequence[Part]) -> None:
    """Gives the limits of a class to its members in brackets behind it, and takes the class out."""
    for part in parts:
        for place in range(len(part.parts) - 1, 0, -1):
            of, listed = part.parts[place - 1], part.parts[place]
            if not isinstance(of.tree, Draft) or of.tree.kind != "measurement" or of.negation != listed.negation:
                continue
            members = drafts_of(listed.tree)
            if not isinstance(listed.tree, Op) or not of.tree.limits or not all(map(_is_member, members)):
                continue
            if of.tree.limits[0].first < members[-1].last or _is_one_of(of.tree, members):
                continue
            for member in members:
                member.limits, member.when, member.anchor = [*of.tree.limits], of.tree.when, of.tree.anchor
                member.reach(*of.tree.extent)
            part.drop(place - 1)


def _is_member(draft: Draft) -> bool:
    """Whether a draft is a measurement in brackets of which nothing else is said."""
    bare = draft.kind == "measurement" and draft.entity is not None and draft.entity.rule is not None
    return bare and draft.bracketed and not (draft.limits or draft.values or draft.when)


def _is_one_of(draft: Draft, members: Sequence[Draft]) -> bool:
    """Whether what stands before the brackets is what one of those in them measures."""
    own = draft.entity.rule if draft.entity is not None else None
    return own is not None and any(one.entity is not None and one.entity.rule is own for one in members)


def limit_what_is_measured(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Gives a limit behind the last of several means to what is measured by them."""
    for place in range(len(parts) - 1, 0, -1):
        way = _alone(parts[place])
        if way is None or not way.limits:
            continue
        ways, at = [way], place - 1
        while at >= 0 and joins[at] in LISTING and (other := _alone(parts[at])) is not None and not other.limits:
            ways.append(other)
            at -= 1
        found = parts[at].drafts() if at >= 0 and joins[at] in LISTING else []
        if len(found) < _PAIR or not found[-1].how or not _is_way(found[-1]) or found[-1].limits:
            continue
        measured = next((one for one in reversed(found[:-1]) if one.kind == "measurement"), None)
        if measured is None or measured.limits or measured.values:
            continue
        measured.limits, way.limits = way.limits, []
        measured.reach(*way.extent)
        for one in ways:
            one.how = found[-1].how


def _alone(part: Part) -> Draft | None:
    """The means that is all that an item names."""
    way = part.last if len(part.parts) == 1 else None
    return way if way is not None and _is_way(way) else None


def _is_way(draft: Draft) -> bool:
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _WAYS
