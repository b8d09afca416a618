"""Durations and frequencies that the items of a list share: "prednisone or |dexamethasone for more than 4 weeks"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.counted import ITEMS
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_TO_COME, _CONDITION = "planned", "condition"
OFTEN = ("/", "d/")
"""How units begin of how often something is."""
_BEATS = "/min"
"""The unit of how fast a heart beats, which is of nothing else: "syncope or |bradycardia (< 50/min)|"."""
_HELD = frozenset({"control", "course"})
"""Kinds of modifiers of what is held: in "insulin or |a stable dose of metformin for a month" only that is."""
_PACK_YEARS = "{pack-years}"
_SMOKING = "smok"
"""What the names of those have in them who have such."""


def share_durations(parts: list[Part], joins: list[Join]) -> None:
    """Gives how long the last of some things of one domain goes on to those before it that are no more than named."""
    for place in range(1, len(parts)):
        lasting = _alone(parts[place])
        if lasting is None:
            _share_positivity(parts, joins, place)
        if lasting is None or not lasting.durations:
            continue
        if (lasting.lasting or lasting.durations[-1]).first < lasting.last:
            continue
        for draft in _alike_before(parts, joins, place, lasting):
            draft.durations, draft.lasting, draft.anchor = list(lasting.durations), lasting.lasting, lasting.anchor


def _share_positivity(parts: list[Part], joins: list[Join], place: int) -> None:
    """ "Positive for HBsAg or |HBV DNA for 6 months|": how long the last of two results is known is that of both."""
    last = _measured(parts[place])
    if last is None or not (last.durations and last.values) or not _is_last_of_all(parts[place]):
        return
    before = _measured(parts[place - 1])
    if (
        before is not None
        and joins[place - 1] in LISTING
        and before.values == last.values
        and not (before.limits or before.durations)
    ):
        before.durations, before.lasting = list(last.durations), last.lasting


def name_lasting(parts: Iterable[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Names what a word alone says that is there for so long, or was, if people have it: "|symptoms| for a month"."""
    for draft in [draft for part in parts for draft in part.drafts() if draft.kind == "words"]:
        if draft.last - draft.first > 1 or not (draft.durations or draft.when) or draft.limits:
            continue
        if lexicon.domain_of(tokens.folded[draft.first], tokens.written[draft.first]) == _CONDITION:
            modifiers, draft.modifiers = draft.modifiers, []
            draft.kind = "occurrence"
            draft.entity = Entity(draft.first, draft.last, _CONDITION, modifiers=modifiers, by="head")


def share_frequencies(parts: list[Part], joins: list[Join]) -> None:
    """ "Headache or |dizziness at least 3 times per week|": gives how often the last happens to those before it.

    So it does with a bare length of time: "statins or |fibrates ≥ 3 months|", with how much was smoked in all: "smoker
    or |ex-smoker with ≥ 10 pack-years|", and with on how many occasions something was measured.
    """
    _share_counts(parts, joins)
    for place in range(1, len(parts)):
        often = _alone(parts[place])
        if often is None or len(often.limits) != 1 or often.limits[0].first < often.last:
            continue
        limit = often.limits[0]
        lasts = limit.calendar and limit.compared and limit.lower is not None and not (limit.old or limit.elder)
        smoked = limit.amount.unit == _PACK_YEARS
        unit = limit.amount.unit or ""
        if lasts or smoked or (unit.startswith(OFTEN) and unit != _BEATS):
            for draft in _alike_before(parts, joins, place, often):
                if smoked and not _is_smoking(draft):
                    break
                draft.limits.append(limit)


def _is_smoking(draft: Draft) -> bool:
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and _SMOKING in rule.name


def _share_counts(parts: list[Part], joins: list[Join]) -> None:
    """ "Systolic pressure > 160 or |diastolic > 100 on two occasions|": each of both is found so often."""
    last = _measured(parts[-1])
    if last is None or not last.counts or any(count.amount.unit == ITEMS for count in last.counts):
        return
    for place in range(len(parts) - 1, 0, -1):
        draft = _measured(parts[place - 1])
        if joins[place - 1] not in LISTING or draft is None or draft.counts or not draft.limits:
            return
        draft.counts = last.counts


def _measured(part: Part) -> Draft | None:
    """The one measurement that an item is."""
    tree = part.parts[0].tree if len(part.parts) == 1 else None
    return tree if isinstance(tree, Draft) and tree.kind == "measurement" else None


def _alike_before(parts: list[Part], joins: list[Join], place: int, of: Draft) -> Iterator[Draft]:
    """What is listed before the last of some things and may go on as it does, the nearest first."""
    if not _is_last_of_all(parts[place]) or joins[place - 1] == "comma":
        return
    at = place - 1
    while at >= 0 and joins[at] in LISTING and (draft := _alone(parts[at])) is not None:
        if not _is_plain(draft) or not _may_last(draft, of):
            return
        if draft.status != of.status and _TO_COME in {draft.status, of.status}:
            return
        if parts[at].parts[0].negation != parts[place].parts[0].negation:
            return
        yield draft
        at -= 1


def _alone(part: Part) -> Draft | None:
    """The one thing that an item names; None where it says more."""
    tree = part.parts[0].tree if len(part.parts) == 1 else None
    return tree if isinstance(tree, Draft) and tree.kind == "occurrence" and tree.entity is not None else None


def _is_last_of_all(part: Part) -> bool:
    """Whether an item only goes on with a list, and begins nothing of its own."""
    return not (part.clausal or part.own_status or part.leading or part.relative or part.apart)


def _is_plain(draft: Draft) -> bool:
    return not (draft.durations or draft.limits or draft.counts or draft.when or draft.bracketed)


def _may_last(draft: Draft, lasting: Draft) -> bool:
    """Whether one thing may go on for so long as another: both are of one domain, and not only that one is held."""
    if draft.entity is None or lasting.entity is None or draft.entity.domain != lasting.entity.domain:
        return False
    held = [any(one.kind in _HELD for one in each.entity.modifiers) for each in (draft, lasting) if each.entity]
    return held[0] or not held[1]
