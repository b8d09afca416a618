"""Windows as intervals on a line of time through their anchor, in days, negative before it.

A leaf with a window is met by an event inside it. So "within 3 months" implies "within 6 months", as it lies in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from eligibility.tree import Range, Window
from eligibility.tree.values import DAYS

_CALENDAR = frozenset({"mo", "a"})
"""The units whose length in days varies."""

_SLACK = 3.0
"""Days by which a number of months may be shorter or longer than its mean length, with a day to spare."""


def is_exact(window: Window) -> bool:
    """Whether a window is an interval of time that can be held against others."""
    if window.direction == "during" or (window.distance is None and window.anchor is None):
        return False
    if window.distance is None:
        return True
    ring = window.direction == "around" and window.distance.lower is not None
    return window.distance.unit in DAYS and not ring and _has_length(window.distance)


def _has_length(distance: Range) -> bool:
    """Whether there is a distance in the range, so that its window holds some moment."""
    lower, upper = distance.lower or 0.0, distance.upper
    if upper is None or 0 <= lower < upper:
        return lower >= 0
    return 0 <= lower == upper and distance.lower_inclusive and distance.upper_inclusive


def line_of(windows: Mapping[str, Window]) -> dict[str, Range] | None:
    """The windows as intervals in days, by the keys of their leaves; None where one cannot be held against another.

    A number of months and one of days can be compared only where they are well apart: 90 days may be more or less than
    3 months.
    """
    bounds = [
        (bound * DAYS[window.distance.unit], window.distance.unit in _CALENDAR)
        for window in windows.values()
        if window.distance is not None and window.distance.unit is not None
        for bound in (window.distance.lower, window.distance.upper)
        if bound
    ]
    varying = sorted({days for days, varies in bounds if varies})
    fixed = sorted({days for days, varies in bounds if not varies})
    if any(abs(one - other) <= _SLACK for one in varying for other in fixed):
        return None
    return {key: interval_of(window) for key, window in windows.items()}


def interval_of(window: Window) -> Range:
    """A window as an interval in days, 0 its anchor.

    Example:
        >>> within = Range(upper=2, unit="wk")
        >>> interval_of(Window(text="within 2 weeks", span=(0, 14), direction="before", distance=within))
        Range(lower=-14.0, upper=0.0, lower_inclusive=True, upper_inclusive=True, unit='d')
    """
    distance = window.distance or Range(unit="d")
    days = DAYS[distance.unit or "d"]
    near = (distance.lower or 0.0) * days
    far = None if distance.upper is None else distance.upper * days
    near_in = distance.lower is None or distance.lower_inclusive
    if window.direction == "after":
        return Range(lower=near, upper=far, lower_inclusive=near_in, upper_inclusive=distance.upper_inclusive, unit="d")
    low = None if far is None else -far
    if window.direction == "around":
        inclusive = distance.upper_inclusive
        return Range(lower=low, upper=far, lower_inclusive=inclusive, upper_inclusive=inclusive, unit="d")
    high, low_in = 0.0 - near, distance.upper_inclusive
    return Range(lower=low, upper=high, lower_inclusive=low_in, upper_inclusive=near_in, unit="d")
