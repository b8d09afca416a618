"""Further lengths: a second length of time for the same thing: "gout for less than 1 year or |more than 20 years|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_AGED = 40
"""Years from which on a bare limit is rather an age: "an infarction within a year or |> 75 years|"."""
_YEAR = "a"


def share_lasting(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Gives each item that is only a length of time, behind "or", what is told before it, once more for that long.

    One of the two lengths is the least and the other the most; any other length is somebody's age.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    for place, joined in enumerate(joins):
        limit = parts[place + 1].limit
        if joined == "or" and limit is not None and _may_be_length(limit):
            _last_otherwise(parts[place + 1], limit, parts[place])


def _last_otherwise(part: Part, limit: Limit, before: Part) -> None:
    """Gives an item with a length of time alone what the item before it says goes on for another."""
    draft = before.last_open
    if part.parts or part.when is not None or draft is None or draft.kind != "occurrence":
        return
    again = _again(draft, limit)
    if again is None:
        return
    again.extent = (limit.first, limit.last)
    negation = next((said.negation for said in before.parts if said.tree is draft), 0)
    part.limit = None
    part.parts.append(Said(again, negation))


def _again(draft: Draft, limit: Limit) -> Draft | None:
    """The same for another length, or as long ago; None where it has no length from the other side."""
    if len(draft.durations) == 1 and draft.when is None and _are_opposed(draft.durations[0], limit):
        again = draft.again()
        again.durations = [limit]
        return again
    when = draft.when
    told = when.limit if when is not None and when.anchor is None and when.direction == "before" else None
    if when is None or told is None or draft.durations or told.first != when.first or not _are_opposed(told, limit):
        return None
    again = draft.again()
    again.when = replace(
        when,
        first=limit.first,
        last=limit.last,
        kind="within" if limit.lower is None else "distant",
        limit=limit,
    )
    return again


def _may_be_length(limit: Limit) -> bool:
    """Whether a limit may be one on how long something goes on, and not on an age."""
    if not limit.calendar or not limit.compared or limit.old or limit.elder or limit.paired is not None:
        return False
    return limit.amount.unit != _YEAR or (limit.amount.number or 0) < _AGED


def _are_opposed(one: Limit, two: Limit) -> bool:
    """Whether one of two limits is only the least, and the other only the most that something may be."""
    if not one.compared or one.is_range or two.is_range:
        return False
    return (one.lower is None) != (two.lower is None) and (one.upper is None) != (two.upper is None)
