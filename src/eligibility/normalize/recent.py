"""Recent things: a length of time right behind a thing is how long ago it was, at most: "stroke |< 6 months|".

"Sleep |< 6 hours|" and "anesthesia |< 30 minutes|" took so long. Who has "insulin |< 3 months|" may have begun it or
have had it within these, and nothing tells which.
"""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import Inference, When
from eligibility.normalize.drafts import Draft
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_TAKING = frozenset({"observation", "procedure", "visit"})
"""Domains of what somebody does, or is done to them."""
_HOURS = frozenset({"min", "h"})
_ONSET = "onset"
_GOING_ON = frozenset(
    map(
        fold,
        ("therapy", "treatment", "dialysis", "hemodialysis", "ventilation", "pain", "symptom", "infertility"),
    )
)
"""Words, folded, for what may go on for long."""


def takes_hours(draft: Draft, limit: Limit) -> bool:
    """Whether a length of time is what something takes that is told in hours: "sleep |< 6 hours|"."""
    if limit.amount.unit not in _HOURS or draft.kind != "occurrence" or draft.entity is None or limit.lower is not None:
        return False
    return draft.entity.domain in _TAKING and draft.last <= limit.first and limit.compared and not limit.old


def recently(draft: Draft, limit: Limit, tokens: Tokens) -> When | None:
    """How long ago something was, at most; None for how long it lasts.

    Args:
        draft: the thing.
        limit: the length of time behind it, which has no least.
        tokens: the criterion.
    """
    entity = draft.entity
    if draft.kind != "occurrence" or entity is None or takes_hours(draft, limit):
        return None
    told = draft.status == "history" or tokens.folded[limit.first - 1] == "in"
    lasts = entity.domain == "drug" or tokens.folded[entity.last - 1] in _GOING_ON
    onset = _ONSET in tokens.folded[entity.first : entity.last]
    inferred: Inference | None = "window-recent" if lasts and not (told or onset) else None
    return When(limit.first, limit.last, "within", limit, inferred=inferred)
