"""Named later: what is denied by a verb that stands apart from its object is denied of what a later item names.

"Has not taken, |and does not plan to take,| insulin" denies both; "no pain, or asthma" has no such verb.
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.complements import leaf
from eligibility.normalize.drafts import Draft, Op
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.normalize.statuses import union

_PREPOSITIONS = frozenset({"with", "in", "of", "for", "to", "on", "by", "at", "from", "as"})
_PLANNED = "planned"


def deny_named_later(parts: list[Part], joins: list[Join]) -> None:
    """Denies what an item names at each time at which the items without a name before it deny something.

    Args:
        parts: the items of a list; those without a name go.
        joins: what stands between them.
    """
    place = 0 if all([part.parts for part in parts]) else len(parts) - 1  # noqa: C419 - a list is quicker here
    while place > 0:
        start = place
        while start and joins[start - 1] in LISTING and _is_unnamed(parts[start - 1]):
            start -= 1
        if start < place and _deny(parts[start:place], parts[place]):
            parts[place].own_negation = True
            del parts[start:place], joins[start:place]
        place = start - 1


def _deny(unnamed: list[Part], named: Part) -> bool:
    """Denies what an item names at the times of others, too; says if it names something that is denied."""
    said = named.parts[0] if named.parts else None
    draft = leaf(said) if said is not None else None
    if said is None or draft is None or not said.negation or not draft.named:
        return False
    again = named.own_negation or any(part.own_negation for part in unnamed[1:])
    if not (again or unnamed[0].link is not None):
        return False
    values = {draft.status, *(part.status[0] if part.status is not None else None for part in unnamed)}
    if named.status is not None:
        draft.reach(named.status[1], named.status[2])
    known = [value for value in values - {_PLANNED} if value is not None]
    had = None if None in values or not known else union(*known)
    if _PLANNED in values and len(values) > 1:
        said.tree = Op("any_of", [_at(draft, had), _at(draft, _PLANNED)])
    else:
        draft.status = _PLANNED if values == {_PLANNED} else had
    return True


def _is_unnamed(part: Part) -> bool:
    """Whether an item denies, by a verb or at a time, and names nothing."""
    if part.parts or not part.own_negation or part.modifiers or part.limit or part.when or part.listed:
        return False
    return part.link not in _PREPOSITIONS


def _at(draft: Draft, value: str | None) -> Draft:
    """The same thing again, at another time."""
    return replace(draft, status=value, limits=[*draft.limits], extent=draft.extent)
