"""Qualifiers: what stands in front of a name, and what behind it."""

from __future__ import annotations

from eligibility.describe.numbers import symbols, words
from eligibility.tree import Qualifier, Range

_PLAIN = frozenset({"size", "dose", "frequency", "value"})
"""Kinds whose limit follows the name without a word between: "tumor ≥ 2 cm"."""


def in_front(qualifier: Qualifier) -> str:
    """A modifier ("uncontrolled", "left") or a count ("≥ 2"); empty for what stands behind the name."""
    interval = _interval(qualifier)
    if interval is None:
        return qualifier.as_written.text
    return symbols(interval) if qualifier.kind == "count" else ""


def behind(qualifier: Qualifier) -> str:
    """A limit: "lasting at least 3 months", "of stage ≥ 3", "≥ 2 cm"; empty for what stands in front of the name."""
    interval = _interval(qualifier)
    if interval is None or qualifier.kind == "count":
        return ""
    if qualifier.kind == "duration":
        return f"lasting {words(interval)}"
    return symbols(interval) if qualifier.kind in _PLAIN else f"of {qualifier.kind} {symbols(interval)}"


def _interval(qualifier: Qualifier) -> Range | None:
    interval = qualifier.range
    return None if interval is None or (interval.lower is None and interval.upper is None) else interval
