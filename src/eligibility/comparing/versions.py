"""The comparison of two versions of a trial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.comparing.change import Change, TrialDiff, side
from eligibility.comparing.effects import effect_for, effect_of, effect_of_one, named
from eligibility.comparing.matching import Pair, match
from eligibility.comparing.order import in_order
from eligibility.comparing.registry import registry_changes
from eligibility.deciding import Budget
from eligibility.pipeline import PackLike, parse
from eligibility.tree import Criterion, StructuredTrial, Trial

STEPS = 2_000_000
"""The steps that all proofs about two versions may take; what they do not reach is of unclear effect."""

Version = StructuredTrial | Trial | str


def diff(old: Version, new: Version, *, packs: Sequence[PackLike] = ()) -> TrialDiff:
    r"""What a new version of a trial changes, criterion by criterion.

    A criterion is tightened if all who pass it now passed it before, and loosened if it is the other way round, where
    that is proven (see `eligibility.subsumes`); for an exclusion criterion that takes its turn into account.

    Args:
        old: A trial as parsed, or a record or text, which is parsed first.
        new: The same after a change.
        packs: Rule packs on top of the built-in ones, as for `eligibility.parse`.

    Returns:
        The changes: of the registry's own fields first, then criterion by criterion.

    Raises:
        PackError: A pack cannot be loaded.

    Example:
        >>> old = "Inclusion Criteria:\n- Age 18 to 65 years\n- HbA1c ≥ 7 %\n"
        >>> new = "Inclusion Criteria:\n- Age 18 to 75 years\n- HbA1c ≥ 7.5 %\n- Pregnant\n"
        >>> for change in diff(old, new).changes:
        ...     print(change.what, change.new.meaning)
        loosened age 18..75 a
        tightened measurement "hemoglobin A1c" ≥7.5 %
        added occurrence condition "pregnancy"
    """
    before, after = (one if isinstance(one, StructuredTrial) else parse(one, packs=packs) for one in (old, new))
    pairs = match(before.criteria, after.criteria)
    budget = Budget(STEPS)
    placed = [
        *_kept(before, after, pairs, budget),
        *_dropped(before, after, pairs, budget),
        *_added(before, after, pairs, budget),
    ]
    changes = [change for _, change in sorted(placed, key=lambda one: one[0]) if change is not None]
    return TrialDiff(
        old_id=before.trial_id,
        new_id=after.trial_id,
        changes=(*registry_changes(before.registry, after.registry), *changes),
        unchanged=sum(change is None for _, change in placed),
    )


Placed = tuple[tuple[float, int], Change | None]
"""A change and its place in the new version; None for a criterion that is the same."""


def _kept(before: StructuredTrial, after: StructuredTrial, pairs: Sequence[Pair], budget: Budget) -> Iterator[Placed]:
    stayed = in_order([to for _, to in pairs])
    for number, (at, to) in enumerate(pairs):
        old, new = before.criteria[at], after.criteria[to]
        effect = effect_for(effect_of(old, new, budget), before.cohort_of(old), after.cohort_of(new))
        if effect == "none" and (number not in stayed or old.kind != new.kind):
            yield (to, 0), Change(what="moved", effect=effect, old=side(old), new=side(new))
        elif effect == "none" and old.text.split() == new.text.split():
            yield (to, 0), None
        else:
            yield (to, 0), Change(what=named(effect), effect=effect, old=side(old), new=side(new))


def _dropped(
    before: StructuredTrial, after: StructuredTrial, pairs: Sequence[Pair], budget: Budget
) -> Iterator[Placed]:
    """What was dropped, behind what stood before it."""
    became = dict(pairs)
    place = -1.0
    for at, old in enumerate(before.criteria):
        if at in became:
            place = became[at]
            continue
        effect = effect_of_one(old, _asked_too(old, before, after), budget, added=False)
        yield (place + 0.5, at), Change(what="dropped", effect=effect, old=side(old))


def _added(before: StructuredTrial, after: StructuredTrial, pairs: Sequence[Pair], budget: Budget) -> Iterator[Placed]:
    known = {to for _, to in pairs}
    for to, new in enumerate(after.criteria):
        if to not in known:
            effect = effect_of_one(new, _asked_too(new, after, before), budget, added=True)
            yield (to, 0), Change(what="added", effect=effect, new=side(new))


def _asked_too(one: Criterion, its: StructuredTrial, other: StructuredTrial) -> list[Criterion]:
    """What the other version asks of all that a criterion is asked of."""
    cohort = its.cohort_of(one)
    return [criterion for criterion in other.criteria if other.cohort_of(criterion) in {None, cohort}]
