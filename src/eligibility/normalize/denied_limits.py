"""Limits that a denial before them reaches: "no |ALT > 3 x ULN, INR > 2 or CRP > 5 mg/L|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part

_NUMBER = "count"
"""The kind of measurements that are how many there are of something, which there always is."""


def reach_limits(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Denies, with what is denied, the limited measurements that follow it up to the "or" that ends their list.

    What stands behind a comma alone may as well be asked: "no gout, |BMI < 30|".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    place = 0
    while place < len(parts):
        end = place + 1
        negation = _denied(parts[place])
        if negation and joins[place : place + 1] == ["comma"]:
            while end < len(parts) and joins[end - 1] in ("comma", "or") and _goes_on(parts[end], negation):
                end += 1
            if "or" in joins[place : end - 1]:
                for part in parts[place + 1 : end]:
                    part.parts[0].negation = negation
        place = end


def turn_count(part: Part) -> None:
    """ "Must not have received |> 2 prior lines of therapy": a number that is not more is at most that.

    Args:
        part: the only item of a list; it is changed where it is nothing but such a number.
    """
    said = part.parts[0] if _denied(part) else None
    draft = said.tree if said is not None else None
    if said is None or not isinstance(draft, Draft) or draft.entity is None or draft.entity.rule is None:
        return
    if draft.kind != "measurement" or draft.entity.rule.kind != _NUMBER or len(draft.limits) != 1 or draft.when:
        return
    limit = draft.limits[0]
    denied = limit.denied()
    if denied is not limit and limit.first < draft.first:
        draft.limits, said.negation, part.own_negation = [denied], 0, False


def _denied(part: Part) -> int:
    """The denial that an item begins with, and says one thing under; 0 where it does not."""
    return part.parts[0].negation if part.own_negation and len(part.parts) == 1 and not part.must else 0


def _goes_on(part: Part, negation: int) -> bool:
    """Whether an item may go on with what is denied: one more limited measurement, or what is denied already."""
    if part.own_negation or part.must is not None or part.clausal or len(part.parts) != 1:
        return False
    found = part.drafts()
    limited = len(found) == 1 and found[0].kind == "measurement" and bool(found[0].limits)
    return part.parts[0].negation == negation or (limited and not part.parts[0].negation) or _is_named(part)


def _is_named(part: Part) -> bool:
    """Whether an item does no more than name something: "..., |gout|"."""
    found = part.drafts()
    return len(found) == 1 and found[0].kind == "occurrence" and not part.parts[0].negation
