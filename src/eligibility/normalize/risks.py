"""Risks: of all that is listed behind "risk of" there is the risk, and not the thing itself.

"High risk of bleeding, |thrombosis or |infection".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.tokens import Tokens

RISK = "risk"
_OF = frozenset({"of", "for"})
_BEFALLS = "condition"


def share_risks(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """Says of bare conditions behind a named risk ("risk of bleeding or |infection") that there is the risk of them."""
    said: Modifier | None = None
    for place, part in enumerate(parts):
        own = _named_risk(part.last, tokens)
        if own is not None:
            said = own
        elif said is not None and joins[place - 1] in LISTING and (draft := _bare(part)) is not None:
            assert draft.entity is not None
            draft.entity.modifiers.append(replace(said, shared=True))
        else:
            said = None


def _named_risk(draft: Draft | None, tokens: Tokens) -> Modifier | None:
    """The words for the risk in the name of one: "|high risk of| bleeding"."""
    if draft is None or draft.entity is None or draft.entity.rule is None or not _is_plain(draft):
        return None
    words = tokens.folded[draft.first : draft.last]
    for place in range(len(words) - 2):
        if words[place] == RISK and words[place + 1] in _OF:
            first, last = draft.first, draft.first + place + 2
            return Modifier(RISK, tokens.surface(first, last), first, last)
    return None


def _bare(part: Part) -> Draft | None:
    """The condition that is all that an item names, of which nothing more is said."""
    draft = part.first
    if draft is None or len(part.parts) > 1 or part.own_negation or part.own_status or part.link or draft.link:
        return None
    alone = draft.entity is not None and draft.entity.domain == _BEFALLS and not draft.entity.modifiers
    return draft if alone and _is_plain(draft) else None


def _is_plain(draft: Draft) -> bool:
    """Whether nothing says when something was, or how much of it."""
    return draft.kind == "occurrence" and draft.when is None and not draft.limits
