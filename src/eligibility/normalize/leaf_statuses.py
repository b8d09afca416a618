"""What the status of a draft says in its leaf: each of two, or less than a time that it has."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.statuses import EITHER

_UP_TO_NOW = frozenset({"present", "history"})
_BEFORE = frozenset({"BEFORE", "PRIOR"})
_NOW = frozenset({None, "screening"})
"""Anchors that have come when somebody is asked."""


def of_each_status(draft: Draft, status: str) -> Iterator[Draft]:
    """What has any of two statuses, with each of them: "past or planned surgery".

    What is planned is not so in a time that has passed: "surgery planned |or done in the last 4 weeks|"; what goes on
    now is so in no time that it begins in: "on or |expected to start| dialysis |within 6 months|".
    """
    for one in status.split(EITHER):
        again = replace(draft, status=one)
        again.extent = draft.extent
        begun = draft.entity is not None and any(said.kind == "course" for said in draft.entity.modifiers)
        if one == "present" and begun and draft.entity is not None:
            kept = [said for said in draft.entity.modifiers if said.kind != "course"]
            again.entity, again.when = replace(draft.entity, modifiers=kept), None
        if (one == "planned" and _is_past(draft)) or (one == "present" and _is_to_come(draft, status)):
            again.when = None
        yield again


def _is_to_come(draft: Draft, status: str) -> bool:
    """Whether the time of what is there or planned is that of the plan: "current or |planned within a year|"."""
    when = draft.when
    return "planned" in status.split(EITHER) and when is not None and when.unanchored and when.kind != "past"


def _is_past(draft: Draft) -> bool:
    """Whether the time of a draft lies before now, and not only before what is still to come."""
    when = draft.when
    if when is None or when.anchor not in _NOW or draft.anchor is not None:
        return False
    return when.kind == "past" or when.side in _BEFORE


def is_no_more(draft: Draft, status: str) -> bool:
    """Whether the status of a draft says less than its time, in which it was: it may still be so, or no more.

    So it is with "|use of| aspirin within a week", "|current or past| use within a week", and with a status that goes
    on from another thing: "|current| gout or asthma within a year".
    """
    if status == "present" and draft.carried:
        return _has_passed(draft)
    if not draft.loose or status not in _UP_TO_NOW:
        return False
    return _has_passed(draft) or (status == "history" and bool(draft.durations))


def _has_passed(draft: Draft) -> bool:
    """Whether the time of a draft is a length of time up to now, or to an anchor."""
    when = draft.when
    return when is not None and when.limit is not None and when.direction == "before"
