"""Long past: what was more than some time ago, or is there now, is two things: "prior (> 5 years ago) or current"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_PAST, _PRESENT = "history", "present"


def part_long_past(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Makes two things of what is named once, and was at least so long ago or is there now; either order.

    A time that reaches up to now holds what is there now, too, and stays as it is: "prior (within a year) or current".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    for place, join in enumerate(joins):
        one, two = parts[place], parts[place + 1]
        draft = two.first
        if join != "or" or one.parts or one.status is None or two.status is None or draft is None or not draft.named:
            continue
        statuses = one.status[0], two.status[0]
        if statuses == (_PAST, _PRESENT) and draft.when is None and _is_long_ago(one.when):
            _say_apart(one, two, draft, one.when)
            one.when = None
        elif statuses == (_PRESENT, _PAST) and one.when is None and _is_long_ago(draft.when):
            _say_apart(one, two, draft, None)


def _is_long_ago(when: When | None) -> bool:
    """Whether a time is told from now and only says how long ago something was at least."""
    limit = when.limit if when is not None and when.kind in {"past", "distant"} else None
    return limit is not None and limit.lower is not None and limit.upper is None


def _say_apart(one: Part, two: Part, draft: Draft, when: When | None) -> None:
    """Says of the first of two items what the second names, each with its own status and time."""
    assert one.status is not None
    assert two.status is not None
    again = draft.again()
    draft.status, again.status = two.status[0], one.status[0]
    again.when, again.extent = when, one.status[1:]
    if when is not None:
        again.reach(when.first, when.last)
    one.parts.append(Said(again, two.parts[0].negation))
