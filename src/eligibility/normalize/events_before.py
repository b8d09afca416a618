"""Events before a time: what is listed before it that it may be of, the nearest first."""

from __future__ import annotations

from eligibility.normalize.attaching import takes_part, time_subject
from eligibility.normalize.drafts import Draft
from eligibility.normalize.durations import OFTEN
from eligibility.normalize.graded_times import is_grade
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.tagging.counted import HAPPENINGS

_SO_FAR = frozenset({"present", "history"})
"""Statuses of what was there before a study."""
_PAIR = 2


def _besides(part: Part, found: list[Draft]) -> list[Draft]:
    """What an item denies behind a limit, by itself: "platelets ≥ 30 |without transfusion| or epoetin in a week"."""
    if len(part.parts) < _PAIR or not part.parts[-1].negation or part.parts[0].negation:
        return found
    measured = next((place for place, draft in enumerate(found) if draft.limits), None)
    if measured is None or found[measured].kind != "measurement" or found[measured].when is not None:
        return found
    return [draft for draft in found[measured + 1 :] if not draft.limits] or found


def _is_counted(draft: Draft) -> bool:
    """Whether what limits a draft, if anything does, says how often it happens, which is so in the time behind it."""
    if not draft.limits:
        return True
    amounts = [limit.amount for limit in draft.limits]
    return draft.kind == "occurrence" and all(one.unit_tokens is None or _happens(one.unit) for one in amounts)


def _happens(unit: str | None) -> bool:
    """Whether a unit is one of how often something happens."""
    return unit in HAPPENINGS or (unit or "").startswith(OFTEN)


def _is_to_come(part: Part) -> bool:
    """Whether an item ends in what is planned in the time of the study, which nothing is in that there is already."""
    last = part.last_open
    when = last.when if last is not None and last.status == "planned" else None
    return when is not None and when.direction == "during"


def events_before(parts: list[Part], place: int, joins: list[Join], *, alone: bool = False) -> list[Draft]:
    """The events in the items before one, back to the first that has a time or a limit of its own.

    Args:
        parts: the list.
        place: the item.
        joins: what stands between the items.
        alone: whether the item says nothing but the time, so that it may be that of taking part in a study.
    """
    out: list[Draft] = []
    at = place - 1
    own = None if alone or not parts[place].parts else bool(parts[place].parts[0].negation)
    while at >= 0 and joins[at] not in {"colon", "next"}:
        found = [d for d in parts[at].recent() if not d.bracketed]
        if parts[at].ever:
            return []
        if own is not None and any(bool(said.negation) is not own for said in parts[at].parts[-1:]):
            break
        timeless = all(d.kind == "measurement" and d.limits and d.when is None for d in found)
        if alone and parts[at].when is None and found and timeless:
            at -= 1
            continue
        found = _besides(parts[at], found) if not alone else found
        if len(found) > 1 and found[-1].limits:
            found = [draft for draft in found if not is_grade(draft)] or found
        if parts[at].when is not None or any(d.when is not None or d.durations or not _is_counted(d) for d in found):
            break
        event = time_subject(found)
        if not alone and parts[at + 1].apart and parts[at].own_status:
            break
        if event is not None and not alone and event.status == "present" and (event.carried or not event.loose):
            break
        if event is not None and event.status in _SO_FAR and _is_to_come(parts[place]):
            break
        if event is not None and (event.kind == "occurrence" or (alone and takes_part(event))):
            out.append(event)
        if event is not None and (count := parts[at].examples) and count < len(parts[at].parts):
            of_class = time_subject(Part(parts=parts[at].parts[:count]).recent())
            out.extend([of_class] if of_class is not None and of_class.kind == "occurrence" else [])
        at -= 1
    return out
