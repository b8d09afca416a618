"""Conditions, drugs, procedures and other things that a patient has, had or will have."""

from __future__ import annotations

from eligibility.describing.qualifiers import behind, in_front, is_denied, right_behind, so_often
from eligibility.describing.windows import when
from eligibility.tree import Occurrence

_STATUS = {"history": "history of", "planned": "planned", "present": "current", None: ""}


def occurrence(leaf: Occurrence) -> str:
    """An occurrence: "history of severe asthma in the last 3 months", "≥ 2 occurrences of stroke"."""
    if leaf.concept is None:
        return leaf.text
    name = leaf.concept.name or leaf.concept.text
    parts = (
        _lead(leaf),
        *map(so_often, leaf.qualifiers),
        "" if is_denied(leaf.severity) else leaf.severity or "",
        *map(in_front, leaf.qualifiers),
        name,
        f"that is {leaf.severity}" if is_denied(leaf.severity) else "",
        *map(right_behind, leaf.qualifiers),
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
