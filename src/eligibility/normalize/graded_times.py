"""Graded times: a time behind how bad something is, is when it was there: "heart failure NYHA III |within a year|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft

_GRADES = frozenset({"stage", "grade"})
"""Kinds of measurements that say how bad something is."""


def is_grade(draft: Draft) -> bool:
    """Whether a draft is a limit on a scale that says how bad something is: "|NYHA III-IV|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.kind == "measurement" and bool(draft.limits) and rule is not None and rule.kind in _GRADES


def timed_in(found: Sequence[Draft]) -> Draft | None:
    """What in an item has a time; that behind a grade goes to the condition right before the grade.

    Args:
        found: the drafts of the item, in reading order.
    """
    timed = next((draft for draft in found if draft.when is not None), None)
    if timed is None or timed.when is None or not is_grade(timed):
        return timed
    return _time_graded(found, timed, timed.when)


def _time_graded(found: Sequence[Draft], grade: Draft, when: When) -> Draft:
    """Gives the length of time behind a grade to the condition right before it.

    Args:
        found: the drafts of the item, in reading order.
        grade: the grade.
        when: its time.

    Returns:
        What has the time now: the condition, or the grade where it stands for itself: "NYHA III |in the last month|".
    """
    place = next((at for at, draft in enumerate(found) if draft is grade), 0)
    event = found[place - 1] if place else None
    if event is None or when.limit is None or event.kind != "occurrence" or event.when is not None or event.durations:
        return grade
    if event.extent[1] != grade.extent[0] or grade.link is not None:
        return grade
    event.when, event.anchor, grade.when, grade.anchor = when, grade.anchor, None, None
    return event
