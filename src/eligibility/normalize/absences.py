"""Absences: for how long there must have been nothing is a time in which there must be none of it.

"No antibiotics for at least 4 weeks before screening" is no antibiotics within these weeks, however long anybody took
them; it is not that nobody took them for so long. "Not free of seizures for 4 weeks" is seizures within these.
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens

_FOR = "for"
_TAKEN = frozenset({"on", "taken"})
"""Links before what is not taken for a time: "not |on| steroids for 4 weeks"."""
_MOMENTS = frozenset({"min", "s"})
"""Units of what is over soon: "no pauses for 2 minutes" denies long pauses, and not all of them."""
_HELD = frozenset({"control", "course"})
"""Kinds of modifiers of what is held: "not on a stable dose |for 3 months" denies how long it was held."""


def time_absences(part: Part, tokens: Tokens) -> None:
    """Makes times of the durations of what an item of the inclusion list denies, or of what none is denied."""
    for said in part.parts:
        draft = said.tree
        if bool(said.negation) is part.freed or not isinstance(draft, Draft) or draft.lasting is None:
            continue
        if draft.link is not None and draft.link not in _TAKEN and not part.freed:
            continue
        when = _absence(draft, draft.lasting, tokens)
        if when is not None and draft.when is None:
            draft.when = when
            draft.durations = []
            draft.status = None if draft.loose else draft.status


def _absence(draft: Draft, when: When, tokens: Tokens) -> When | None:
    """The time in which what is denied must not be; None where the denial may be of how long it was."""
    limit, entity = when.limit, draft.entity
    if limit is None or entity is None or draft.kind != "occurrence" or len(draft.durations) != 1:
        return None
    if limit.lower is None or limit.amount.unit in _MOMENTS or tokens.folded[when.first] != _FOR:
        return None
    if limit.upper is not None and limit.upper is not limit.lower:
        return None
    long = limit.upper is None and not limit.lower_inclusive
    if (long and not entity.denied) or any(said.kind in _HELD for said in entity.modifiers):
        return None
    most = replace(limit, lower=None, upper=limit.lower, lower_inclusive=True, upper_inclusive=True)
    return replace(when, kind="within", limit=most, inferred="window-of-absence")
