"""Signs: a number with a minus before it: "T-score ≤ -2.5"."""

from __future__ import annotations

from dataclasses import replace

from eligibility.grammar.limits import Limit
from eligibility.tagging.tokens import Tokens

_BELOW = {"≥": True, ">": False}
_ABOVE = {"≤": True, "<": False}


def is_negative(limit: Limit, tokens: Tokens) -> bool:
    """Whether a minus sign stands right before a bare number and is its own, not the dash of "18 - 65" or "IL-6"."""
    first = limit.first
    if limit.compared or not first or tokens.folded[first - 1] != "-" or not tokens.glued[first]:
        return False
    return first == 1 or not tokens.glued[first - 1] or tokens.folded[first - 2] in {**_BELOW, **_ABOVE}


def negative(limit: Limit, tokens: Tokens) -> Limit | None:
    """The limit with its sign and the comparator before it; None where no comparator says which way it limits."""
    if limit.lower is None or limit.lower.number is None or limit.first < 2:
        return None
    amount = replace(limit.lower, number=-limit.lower.number)
    sign = tokens.folded[limit.first - 2]
    first = limit.first - 2
    if sign in _BELOW:
        return Limit(first, limit.last, lower=amount, lower_inclusive=_BELOW[sign])
    if sign in _ABOVE:
        return Limit(first, limit.last, upper=amount, upper_inclusive=_ABOVE[sign])
    return None
