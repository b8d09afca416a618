"""Expectancies: a bare length of time that somebody is to live is the least: "expected to survive |6 months|"."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.grammar.whens import When
from eligibility.normalize.attaching import is_duration
from eligibility.normalize.drafts import Draft
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_EXPECTING = frozenset(map(fold, ("life", "survive", "live", "survival", "prognosis", "lifespan")))
"""Words without which nothing is said of how long somebody is to live."""
_EXPECTANCY = "life expectancy"
"""The concept that says how long somebody is expected to live."""
_LIVE = frozenset(map(fold, ("survive", "live")))
"""Verbs that say it in any list: who is "not expected to |survive| 24 hours" is not expected to live so long."""


def expect_least(drafts: Iterable[Draft], tokens: Tokens, kind: Kind) -> None:
    """Makes the least of bare lengths of time that somebody is expected to live, where no more can be meant.

    Args:
        drafts: all leaves of a list.
        tokens: the criterion.
        kind: the list that it is from: what is asked for is that long at least, and what excludes is not.
    """
    if _EXPECTING.isdisjoint(tokens.words):
        return
    for draft in drafts:
        rule = draft.entity.rule if draft.entity is not None else None
        if rule is None or rule.name != _EXPECTANCY or not is_duration(draft) or len(draft.limits) != 1:
            continue
        limit = draft.limits[0]
        bare = limit.calendar and not limit.compared and not limit.is_range and not limit.one_of
        if bare and (kind == "inclusion" or tokens.folded[draft.last - 1] in _LIVE):
            draft.limits = [limit.one_sided("lower")]
            draft.lasting = When(limit.first, limit.last, "lasting", draft.limits[0], inferred="duration-least")
