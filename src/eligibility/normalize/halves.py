"""The name of a whole before limits on its halves: "blood pressure: |systolic 90-140, diastolic 60-90 mmHg|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.attaching import HALVES, is_half
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part


def take_whole(parts: Sequence[Part], place: int, half: Draft) -> None:
    """Makes the name of a whole that ends the item before a part of the name of its half, where nothing is said of it.

    Args:
        parts: the items of a list.
        place: that of the item which begins with the half.
        half: what is limited there.
    """
    if half.entity is None or half.entity.rule is None or half.entity.rule.name not in HALVES:
        return
    before = parts[place - 1]
    whole = before.last
    if whole is None or not is_half(half, whole) or whole.limits or whole.values or whole.when is not None:
        return
    if whole.entity is not None and not whole.entity.modifiers and not before.parts[-1].negation:
        half.reach(*whole.extent)
        before.parts = [said for said in before.parts if said.tree is not whole]
