"""Heads of the times of a list: what is done or measured by any of what a time ends, and which events are alike."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.attaching import BY_MEANS, time_subject
from eligibility.normalize.drafts import STATES, Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.tokens import Tokens

_INTERVENTIONS = frozenset({"drug", "procedure", "device"})
_DONE = frozenset({"procedure", "visit"})
_EVENTS = frozenset({"procedure", "condition", "visit"})
_DRUG, _FOR = "drug", "for"
_USE = (" use", " consumption", " intake", "smoking", "drinking")
"""What the names of uses end in."""
_NEARBY = 8
"""Items back in which a head is looked for."""


def head_of(parts: list[Part], place: int, joins: list[Join], timed: Draft, tokens: Tokens) -> Draft | None:
    """What is done for any of a list that a time ends: "admission for |asthma, |gout or |stroke within a year"."""
    for at in range(place - 1, max(-1, place - _NEARBY), -1):
        part, last = parts[at], parts[at].last_open
        if joins[at] not in LISTING or last is None or not of_one_kind(last, timed):
            return None
        found = [draft for draft in part.recent() if not draft.bracketed]
        if part.when is not None or any(draft.when is not None or _is_limited(draft) for draft in found):
            return None
        if last.link is not None:
            head = time_subject(found)
            apart = at == place - 1 and "," in tokens.folded[last.last : timed.first]
            done = head is not None and head.entity is not None and _has_objects(head.entity, last, timed)
            return head if done and head is not last and not apart else None
        if sum(draft.named for draft in found) > 1 or part.own_status or part.clausal:
            return None
    return None


def measured_by(parts: list[Part], place: int, joins: list[Join], timed: Draft) -> Draft | None:
    """What is measured by any of some means that a time ends: "LVEF ≥ 50 % by |echography or |MRI within a week"."""
    if not place or not _is_means(timed) or len(parts[place].parts) != 1:
        return None
    for at in range(place - 1, max(-1, place - _NEARBY), -1):
        said = parts[at].parts
        last = parts[at].last
        if joins[at] not in {"or", "comma"} or last is None or last.bracketed or not _is_means(last) or last.when:
            return None
        if last.link in BY_MEANS and len(said) > 1:
            head = said[-2].tree
            measured = isinstance(head, Draft) and head.kind == "measurement" and bool(head.limits)
            return head if measured and isinstance(head, Draft) and head.when is None else None
        if len(said) != 1:
            return None
    return None


def _is_means(draft: Draft) -> bool:
    return draft.entity is not None and draft.entity.domain == "procedure" and not draft.limits


def _has_objects(head: Entity, last: Draft, timed: Draft) -> bool:
    """Whether a head is done for what is listed, or is of it: "|abuse| of cocaine or cannabis within a year"."""
    if head.domain in _DONE or (head.domain == _DRUG and last.link == _FOR and _is_had(timed)):
        return True
    drugs = timed.entity is not None and timed.entity.domain == _DRUG
    return drugs and last.link == "of" and head.domain in STATES


def _is_limited(draft: Draft) -> bool:
    """Whether a limit is on something, and does not say how often it was: "|two admissions| for asthma or gout"."""
    return any(limit.last > draft.first for limit in draft.limits)


def _is_had(draft: Draft) -> bool:
    return draft.entity is not None and draft.entity.domain in STATES


def of_one_kind(one: Draft, two: Draft) -> bool:
    """Whether two events are of one domain, so that a time after the second may be meant of both."""
    if one.entity is None or two.entity is None:
        return False
    domains = {_domain(one.entity), _domain(two.entity)}
    return len(domains) == 1 or domains <= _INTERVENTIONS


def _domain(entity: Entity) -> str:
    """The domain of what happens: who uses something takes it, as one takes a drug."""
    rule = entity.rule
    return "drug" if rule is not None and rule.name.endswith(_USE) else entity.domain


def befalls(one: Draft, two: Draft) -> bool:
    """Whether what is done is listed with what befalls: "surgery, biopsy or |trauma within 4 weeks"."""
    entities = (one.entity, two.entity)
    return all(entity is not None and entity.domain in _EVENTS for entity in entities)


def time_head(timed: Draft, when: When, head: Draft, before: list[Draft]) -> None:
    """Gives the time of what ends a list to what is done for it, and to what befalls besides.

    "Asthma, gout, |admission for| angina or |stroke within a month|" lists all but the angina.

    Args:
        timed: what ends the list.
        when: its time.
        head: what is done for it.
        before: what is listed before that.
    """
    if before and all(befalls(event, head) for event in before):
        timed.when = replace(when, inferred=when.inferred or "window-of-list")
        for draft in (head, *before):
            draft.when, draft.anchor = timed.when, timed.anchor
        return
    if before and when.inferred is None:
        timed.when = replace(when, inferred="window-of-last")
    move(timed, [head])


def move(timed: Draft, events: list[Draft]) -> None:
    """Gives the time of words, that only say where or of what, to the events."""
    for draft in events:
        draft.when, draft.anchor = timed.when, timed.anchor
    timed.when = timed.anchor = None
