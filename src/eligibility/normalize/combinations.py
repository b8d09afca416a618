"""Combinations: drugs given together, with strokes between them: "carboplatin/|paclitaxel| or carboplatin/|X|"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule

_DRUG = "drug"


def keep_combinations(parts: Sequence[Part], joins: list[Join]) -> None:
    """Makes "and" of the strokes in alternatives that have a drug in common: that drug is then given with the others.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; it is changed.
    """
    pairs = [
        (one, two, place)
        for place in range(1, len(parts))
        if parts[place].slashed and joins[place - 1] == "or"
        if (one := _drug(parts[place - 1])) is not None and (two := _drug(parts[place])) is not None
    ]
    seen: set[int] = set()
    repeated = False
    for one, two, _ in pairs:
        repeated = repeated or not seen.isdisjoint({id(one), id(two)})
        seen |= {id(one), id(two)}
    if not repeated or any(two == one + 1 for (_, _, one), (_, _, two) in pairwise(pairs)):
        return
    for _, _, place in pairs:
        joins[place - 1] = "and"
        parts[place].together = True


def _drug(part: Part) -> ConceptRule | None:
    """The drug that an item ends in."""
    last = part.last_open
    if last is None or last.entity is None or last.entity.domain != _DRUG:
        return None
    return last.entity.rule
