"""Kleene's logic of three values: what an operator says, given what its parts say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from eligibility.tree import AllOf, AnyOf, AtLeast, Implies, Node, Not

Verdict = Literal["met", "not_met", "unknown"]
"""Whether a node holds of a patient, as far as the facts tell."""

_OPPOSITE: dict[Verdict, Verdict] = {"met": "not_met", "not_met": "met", "unknown": "unknown"}

DECISIVE: dict[str, Verdict] = {"all_of": "not_met", "any_of": "met"}
"""What of one part decides an operator, whatever the others say."""


def opposite(verdict: Verdict) -> Verdict:
    """Negation: what is unknown stays unknown."""
    return _OPPOSITE[verdict]


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """Conjunction: one that is not met decides; without any it is met.

    Example:
        >>> every(["met", "unknown"]), every(["unknown", "not_met"])
        ('unknown', 'not_met')
    """
    said = set(verdicts)
    return "not_met" if "not_met" in said else "unknown" if "unknown" in said else "met"


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """Disjunction: one that is met decides; without any it is not met."""
    said = set(verdicts)
    return "met" if "met" in said else "unknown" if "unknown" in said else "not_met"


def at_least(count: int, verdicts: Sequence[Verdict]) -> Verdict:
    """Whether `count` of several hold; each unknown one may or may not."""
    sure = verdicts.count("met")
    if sure >= count:
        return "met"
    return "unknown" if sure + verdicts.count("unknown") >= count else "not_met"


def combined(node: Node, below: Sequence[Verdict]) -> Verdict:
    """What an operator says, given what its parts say in the order of `parts`."""
    if isinstance(node, AllOf):
        return every(below)
    if isinstance(node, AnyOf):
        return some(below)
    if isinstance(node, Not):
        return opposite(below[0])
    if isinstance(node, AtLeast):
        return at_least(node.count, below)
    assert isinstance(node, Implies)
    return some((opposite(below[0]), below[1]))
