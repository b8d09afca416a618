"""Windows of time that hold no moment, or look the wrong way."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.linting.finding import Finding, finding
from eligibility.tree import BaseLeaf, Criterion, Occurrence, Range


def windows(criterion: Criterion) -> Iterator[Finding]:
    """Faults in the windows of a criterion, once for the same words."""
    told = set()
    for leaf in criterion.constraint.find(BaseLeaf):
        window = leaf.window
        if window is None or window.span in told:
            continue
        if window.distance is not None and _is_empty(window.distance):
            told.add(window.span)
            yield finding("empty-window", f"no moment is “{window.text.strip()}”", [criterion], [window.span])
        elif window.direction == "before" and window.anchor is None and _is_planned(leaf):
            told.add(window.span)
            message = f"“{leaf.text.strip()}” is planned, and “{window.text.strip()}” is past"
            yield finding("window-against-time", message, [criterion], [window.span])


def _is_planned(leaf: BaseLeaf) -> bool:
    return isinstance(leaf, Occurrence) and leaf.status == "planned"


def _is_empty(distance: Range) -> bool:
    """Whether a distance holds nothing but the moment itself, or nothing at all."""
    lower, upper = distance.lower or 0.0, distance.upper
    if upper is None:
        return False
    return (
        upper < lower or upper <= 0 or (upper == lower and not (distance.lower_inclusive and distance.upper_inclusive))
    )
