"""Which of several things were moved, and which only stand elsewhere because others were."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_order(places: Sequence[int]) -> set[int]:
    """A longest set of indices whose places rise: what can be taken to have stayed where it was.

    Example:
        >>> sorted(in_order([0, 5, 1, 2, 3]))
        [0, 2, 3, 4]
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[length], last[length] = place, at
    kept: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept
