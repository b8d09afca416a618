"""Courses: how things go on that are listed with one of which it is said: "no change in |diuretics or statins|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Modifier

_COURSE = "course"


def share_courses(parts: Sequence[Part], joins: list[Join]) -> None:
    """Says of each thing of a list how it goes on, where that is said before the first: all of it then does.

    Args:
        parts: the items of the list; they are changed.
        joins: what stands between them; changed.
    """
    said: Modifier | None = None
    for place, part in enumerate(parts):
        if said is not None and joins[place - 1] in LISTING and (draft := _bare(part)) is not None:
            assert draft.entity is not None
            draft.entity.modifiers.append(replace(said, shared=True))
            joins[place - 1], part.together = "and", True
        else:
            said = _course(part)


def _course(part: Part) -> Modifier | None:
    """How the only thing of an item goes on, where that stands before it."""
    draft = part.first
    if draft is None or len(part.parts) > 1 or draft.entity is None:
        return None
    return next((one for one in draft.entity.modifiers if one.kind == _COURSE and one.last <= draft.first), None)


def _bare(part: Part) -> Draft | None:
    """The only thing of an item, where nothing else is said of whether or how it is there."""
    draft = part.first
    if draft is None or len(part.parts) > 1 or draft.entity is None or part.own_negation or part.own_status:
        return None
    return None if draft.limits or draft.values or draft.link is not None else draft
