"""Counted within: a bare count within one unit of time is a rate: "at least 3 loose stools |within 24 hours|"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.rules import ConceptRule
from eligibility.tagging.rates import WHOLE
from eligibility.tagging.tokens import Tokens

_OFTEN = "/"
_TOLD = frozenset({"per", "daily", "weekly", "monthly", "yearly", "annual", "frequency", "rate"})
"""Words of a name that says by itself how often: "migraine days |per month|"."""


def counted_within(limit: Limit, draft: Draft, rule: ConceptRule | None, tokens: Tokens) -> Limit:
    """The limit on a count as one on how often, by the time of the count; any other limit as it is.

    Args:
        limit: the limit.
        draft: what it is on.
        rule: the concept of that.
        tokens: the criterion.
    """
    when = draft.when
    if when is None or when.limit is None or rule is None or rule.unit is None or _OFTEN not in rule.unit:
        return limit
    if limit.amount.unit_tokens is not None or not _TOLD.isdisjoint(tokens.folded[draft.first : draft.last]):
        return limit
    unit = _whole(when, when.limit)
    if unit is None:
        return limit
    counted, _, _ = rule.unit.partition(_OFTEN)
    return replace(limit, rate=f"/{unit}", rate_tokens=(when.first, when.last)).as_rate(counted)


def _whole(when: When, length: Limit) -> str | None:
    """The unit of time that a time is, where it is that long at most, and no longer; else None."""
    number, unit = length.amount.number, length.amount.unit
    if when.kind not in {"past", "within", "opening"} or number is None or unit is None:
        return None
    if length.upper is None or length.lower not in {None, length.upper}:
        return None
    return WHOLE.get((number, unit)) or (unit if number == 1 else None)
