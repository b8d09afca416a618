"""Durations that the items of a list share: "prednisone or |dexamethasone for more than 4 weeks"."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part

_HELD = frozenset({"control", "course"})
"""Kinds of modifiers of what is held: in "insulin or |a stable dose of metformin for a month" only that is."""


def share_durations(parts: list[Part], joins: list[Join]) -> None:
    """Gives how long the last of some things of one domain goes on to those before it that are no more than named."""
    for place in range(1, len(parts)):
        lasting = _alone(parts[place])
        if lasting is None or lasting.lasting is None or not lasting.durations or not _is_last_of_all(parts[place]):
            continue
        if lasting.lasting.first < lasting.last or joins[place - 1] == "comma":
            continue
        at = place - 1
        while at >= 0 and joins[at] in LISTING and (draft := _alone(parts[at])) is not None:
            if not _is_plain(draft) or not _may_last(draft, lasting):
                break
            if parts[at].parts[0].negation != parts[place].parts[0].negation:
                break
            draft.durations, draft.lasting, draft.anchor = list(lasting.durations), lasting.lasting, lasting.anchor
            at -= 1


def _alone(part: Part) -> Draft | None:
    """The one thing that an item names; None where it says more."""
    tree = part.parts[0].tree if len(part.parts) == 1 else None
    return tree if isinstance(tree, Draft) and tree.kind == "occurrence" and tree.entity is not None else None


def _is_last_of_all(part: Part) -> bool:
    """Whether an item only goes on with a list, and begins nothing of its own."""
    return not (part.clausal or part.own_status or part.leading or part.relative)


def _is_plain(draft: Draft) -> bool:
    return not (draft.durations or draft.limits or draft.counts or draft.when or draft.bracketed)


def _may_last(draft: Draft, lasting: Draft) -> bool:
    """Whether one thing may go on for so long as another: both are of one domain, and not only that one is held."""
    if draft.entity is None or lasting.entity is None or draft.entity.domain != lasting.entity.domain:
        return False
    held = [any(one.kind in _HELD for one in each.entity.modifiers) for each in (draft, lasting) if each.entity]
    return held[0] or not held[1]
