"""Items that are bound: "EGFR-positive or |ALK-positive |lung cancer" is lung cancer with either.

What comes with the second of two things of one kind comes with either: "hepatitis B or |hepatitis C with cirrhosis|".
"""

from __future__ import annotations

import operator
from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part

_PRESENCE = ("positivity", "negativity")
"""How the names of conditions end that are results."""
_PAIR = 2
_WITH = "with"
_NEAR = 1
"""Tokens between a marker and what has it."""


def bind(parts: Sequence[Part], joins: Sequence[Join], words: frozenset[str]) -> None:
    """Binds items before the last of which "or" stands, where that says of what they all are.

    Args:
        parts: the items.
        joins: what stands between them.
        words: those of the criterion.
    """
    if "or" in joins:
        _bind_markers(parts, joins)
        if _WITH in words:
            _bind_kinds(parts, joins)


def _bind_markers(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Binds markers between which "or" stands, and of which the last stands right before what has them."""
    for place in range(1, len(parts)):
        if joins[place - 1] != "or" or not marks(parts[place]) or not _is_marker_alone(parts[place - 1]):
            continue
        at = place
        while at and (at == place or joins[at] in {"or", "comma"}) and _is_marker_alone(parts[at - 1]):
            parts[at].bound = True
            at -= 1


def _bind_kinds(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Binds things of one kind between which "or" stands, of which the last comes with something."""
    for place in range(1, len(parts)):
        one, two = parts[place - 1].last, parts[place].parts[1:2]
        if joins[place - 1] != "or" or not two or parts[place].paused or len(parts[place - 1].parts) != 1:
            continue
        came = two[0].tree
        if isinstance(came, Draft) and came.link == _WITH and one is not None and _is_kind(one, parts[place].first):
            parts[place].bound = True


def _is_kind(one: Draft, two: Draft | None) -> bool:
    """Whether two conditions are of one kind by their names, which only one word tells apart."""
    rules = [draft.entity.rule for draft in (one, two) if draft is not None and draft.entity is not None]
    names = [rule.name.split() for rule in rules if rule is not None and rule.domain == "condition"]
    if len(names) < _PAIR or len(names[0]) != len(names[1]) or one.limits or one.when is not None:
        return False
    return len(names[0]) > 1 and sum(map(operator.ne, *names)) == 1


def marks(part: Part) -> bool:
    """Whether an item begins with a marker right before the condition that has it: "|HER2-negative| breast cancer"."""
    if len(part.parts) < 2 or part.parts[0].negation != part.parts[1].negation:
        return False
    marker, whole = part.parts[0].tree, part.parts[1].tree
    if not isinstance(marker, Draft) or not isinstance(whole, Draft) or not _is_marker(marker):
        return False
    named = whole.kind == "occurrence" and whole.entity is not None and whole.entity.domain == "condition"
    return named and whole.link is None and not whole.bracketed and whole.extent[0] - marker.extent[1] <= _NEAR


def _is_marker_alone(part: Part) -> bool:
    tree = part.parts[0].tree if len(part.parts) == 1 and part.limit is None and part.when is None else None
    return isinstance(tree, Draft) and _is_marker(tree)


def _is_marker(draft: Draft) -> bool:
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None or draft.limits or draft.when is not None or draft.bracketed:
        return False
    return draft.kind == "measurement" or rule.name.endswith(_PRESENCE)
