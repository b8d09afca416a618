"""Windows: when something holds."""

from __future__ import annotations

from eligibility.describing.numbers import amount, words, written
from eligibility.tree import Range, Window

_SIDES = {"before": "before", "after": "after", "during": "during", "around": "before or after"}


def when(window: Window | None) -> str:
    """A window in words: "within 3 months before screening", "more than 6 months ago", "during the study"."""
    if window is None:
        return ""
    distance = window.distance
    if distance is None or (distance.lower is None and distance.upper is None):
        return window.text if window.anchor is None else _beside(window.direction, window.anchor)
    if window.anchor is None:
        return _from_now(window.direction, distance)
    return f"{_how_far(distance)} {_SIDES[window.direction]} {_event(window.anchor)}"


def _event(anchor: str) -> str:
    """The name of an anchor as a criterion says it."""
    name = anchor.replace("_", " ")
    return "the study" if name == "study" else name


def _beside(direction: str, anchor: str) -> str:
    return f"{'around' if direction == 'around' else _SIDES[direction]} {_event(anchor)}"


def _how_far(distance: Range) -> str:
    if distance.upper is None or not distance.upper_inclusive:
        return words(distance)
    farthest = amount(distance.upper, distance.unit)
    if distance.lower is None:
        return f"within {farthest}"
    if distance.lower_inclusive and distance.lower < distance.upper:
        return f"between {written(distance.lower)} and {farthest}"
    return words(distance)


def _from_now(direction: str, distance: Range) -> str:
    """A window that is counted from the moment of checking."""
    within = distance.lower is None and distance.upper is not None and distance.upper_inclusive
    if within and distance.upper is not None:
        side = {"before": "in the last", "after": "within the next"}.get(direction)
        if side is not None:
            return f"{side} {amount(distance.upper, distance.unit)}"
    side = {"before": "ago", "after": "from now"}.get(direction, f"{_SIDES[direction]} now")
    return f"{_how_far(distance)} {side}"
