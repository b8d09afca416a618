"""Ages, sexes and measurements."""

from __future__ import annotations

from eligibility.describing.numbers import symbols
from eligibility.describing.qualifiers import behind, in_front
from eligibility.describing.windows import when
from eligibility.tree import Age, Measurement, Quantity, Range, RelativeTo, SexLeaf

_REFERENCES = {"uln": "× ULN", "lln": "× LLN", "baseline": "× baseline", "predicted": "% of predicted"}


def age(leaf: Age) -> str:
    """An age: "age ≥ 18 years and ≤ 80 years"."""
    if leaf.range is None and leaf.as_written is None:
        return leaf.text
    return _joined("age", _limit(leaf.range, leaf.as_written), *map(behind, leaf.qualifiers), when(leaf.window))


def sex(leaf: SexLeaf) -> str:
    """A sex: "female", "male or female"."""
    return _joined(" or ".join(sorted(set(leaf.values), reverse=True)) or "no sex", when(leaf.window))


def measurement(leaf: Measurement) -> str:
    """A measurement: "hemoglobin ≥ 9 g/dL", "alanine aminotransferase ≤ 2.5 × ULN", "HBsAg positive or negative"."""
    if leaf.concept is None:
        return leaf.text
    name = leaf.concept.name or leaf.concept.text
    if leaf.range is None and leaf.values is not None:
        limit = " or ".join(leaf.values)
    else:
        limit = _limit(leaf.range, leaf.as_written, leaf.relative_to)
    return _joined(*map(in_front, leaf.qualifiers), name, limit, *map(behind, leaf.qualifiers), when(leaf.window))


def _limit(interval: Range | None, as_written: Quantity | None, reference: RelativeTo | None = None) -> str:
    if interval is None:
        return as_written.text if as_written is not None else ""
    if reference is None:
        return symbols(interval)
    times = _REFERENCES.get(reference.kind, f"× {reference.text}")
    return symbols(interval, times, 100 if reference.kind == "predicted" else 1)


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
