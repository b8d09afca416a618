"""Windows in days: calendar units told in one, on one line of time."""

from __future__ import annotations

from eligibility.tree import Range, Window
from eligibility.tree.values import DAYS

Days = tuple[float | None, float | None]


def days(window: Window | None) -> Days:
    """The first and last day of a window, counted from its anchor: before it negative, after it positive.

    A side without a limit is None; both are None where the window says no side of the anchor ("during the study").
    A distance around the anchor reaches as far to both sides.

    Example:
        >>> month = Range(upper=1, unit="mo")
        >>> days(Window(text="within a month", span=(0, 14), direction="before", distance=month))
        (-30.4375, 0.0)
    """
    if window is None or window.direction == "during":
        return None, None
    near, far = _distances(window.distance)
    if window.direction == "after":
        return near, far
    if window.direction == "before":
        return _minus(far), _minus(near)
    return _minus(far), far


def _distances(distance: Range | None) -> tuple[float, float | None]:
    factor = DAYS.get(distance.unit or "") if distance is not None else None
    if distance is None or factor is None:
        return 0.0, None
    near = 0.0 if distance.lower is None else distance.lower * factor
    return near, None if distance.upper is None else distance.upper * factor


def _minus(number: float | None) -> float | None:
    """The number on the other side of the anchor; there is no minus zero."""
    return None if number is None else 0.0 - number
