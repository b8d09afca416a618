"""Conditions, drugs, procedures and other things that a patient has, had or will have."""

from __future__ import annotations

from eligibility.describe.qualifiers import behind, in_front
from eligibility.describe.windows import when
from eligibility.tree import Occurrence

_STATUS = {"history": "history of", "planned": "planned", "present": "current", None: ""}


def occurrence(leaf: Occurrence) -> str:
    """An occurrence: "history of severe asthma within 3 months before screening", "≥ 2 strokes in the last 1 year"."""
    if leaf.concept is None:
        return leaf.text
    name = leaf.concept.name or leaf.concept.text
    if any(qualifier.kind == "count" and qualifier.range is not None for qualifier in leaf.qualifiers):
        name = _plural(name)
    parts = (
        _lead(leaf),
        leaf.severity or "",
        *map(in_front, leaf.qualifiers),
        name,
        *map(behind, leaf.qualifiers),
        "in someone else" if leaf.experiencer == "other" else "",
        when(leaf.window),
    )
    return " ".join(filter(None, parts))


def _lead(leaf: Occurrence) -> str:
    """What says who has it, and when: "family history of", "planned"."""
    if leaf.experiencer == "family":
        return "family history of" if leaf.status in {None, "history"} else f"family history of {_STATUS[leaf.status]}"
    return _STATUS[leaf.status]


def _plural(name: str) -> str:
    return f"{name}s" if name[-1:].islower() and not name.endswith("s") else name
