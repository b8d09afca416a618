"""Barring: what "are excluded" is said of, behind a list."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.joins import Join
from eligibility.normalize.negating import Negations
from eligibility.normalize.parts import Part


def bars(parts: Sequence[Part], joins: Sequence[Join], negations: Negations, *, last: bool) -> bool:
    """Whether "are excluded" is said of a whole list of alternatives; where it is not, the last item is denied.

    Args:
        parts: the items so far; the last of them says it.
        joins: what stands between them.
        negations: denies.
        last: whether no item follows.
    """
    if last and joins and _is_choice(parts, joins):
        return True
    negations.deny([Part(parts=parts[-1].parts[: parts[-1].barred])])
    return False


def _is_choice(parts: Sequence[Part], joins: Sequence[Join]) -> bool:
    """Whether a list is one of alternatives, and denies none: "who smoke or |drink| are excluded"."""
    return joins[-1] == "or" and {"or", "comma"}.issuperset(joins) and not any(part.own_negation for part in parts)
