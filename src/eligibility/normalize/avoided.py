"""Avoided: what somebody will do without is nothing that they have: "willing to avoid grapefruit |and tea|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

STOPPED = frozenset(
    map(
        fold,
        ("stop", "discontinue", "cease", "withhold", "avoid", "refrain", "abstain", "quit", "interrupt", "suspend"),
    )
)
"""Verbs for doing without what follows them, which is then nothing that is asked for."""
_AVOIDED = frozenset({"drug", "procedure", "device", "observation"})
"""The domains of what somebody may do without."""


def is_avoided(draft: Draft, target: Draft | None, last: Draft, tokens: Tokens) -> bool:
    """Whether what an item begins with is listed with what somebody will do without.

    Args:
        draft: what the item begins with.
        target: what is attested.
        last: what is attested last before the item.
        tokens: the criterion.
    """
    if draft.link is not None or draft.entity is None or draft.entity.domain not in _AVOIDED or target is None:
        return False
    return not STOPPED.isdisjoint(tokens.folded[target.first : last.last])


def begins_avoided(draft: Draft, parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> bool:
    """Whether a name of doing without something begins a list of that: "willing to |avoid alcohol|, caffeine and tea".

    Args:
        draft: what is named.
        parts: the items of the list.
        joins: what stands between them.
        tokens: the criterion.
    """
    if tokens.folded[draft.first] not in STOPPED or draft.status is not None:
        return False
    place = next((at for at, part in enumerate(parts) if part.last is draft), len(parts))
    if place + 1 >= len(parts) or parts[place + 1].verb is not None or joins[place] not in LISTING:
        return False
    following = parts[place + 1].first
    if following is None or following.entity is None or following.link is not None:
        return False
    return following.first == draft.last + 1 and following.entity.domain in _AVOIDED
