"""Changes: what is limited is by how much a value changes, not the value: "decrease in |hemoglobin of > 2 g/dL"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.normalize.small_words import Words
from eligibility.tagging.tokens import Tokens

_OF = frozenset({"in", "of"})
_REACH = 3
"""Small words between "of" and the name of what changes: "change in |the patient's| weight"."""
_APART = frozenset({",", ";", ":", "."})
"""Signs over which nothing changes: "loss of response|, BMI > 30"."""
_LEVELS = frozenset({"uln", "lln"})
"""What values are compared with, and changes are not: "elevation of ALT > 3 x |ULN|"."""


def name_changes(parts: Sequence[Part], tokens: Tokens, changes: frozenset[Words]) -> None:
    """Names limited measurements with the words that say that their change is limited; no concept is known of it."""
    for part in parts:
        for said in part.parts:
            draft = said.tree
            if isinstance(draft, Draft) and (draft.limits or (draft.when is not None and draft.when.limit is not None)):
                extent = _extent(draft, part, tokens, changes)
                if extent is not None:
                    _rename(draft, *extent, part)
                    break


def _extent(draft: Draft, part: Part, tokens: Tokens, changes: frozenset[Words]) -> tuple[int, int] | None:
    """The tokens of a measurement and of its change; None where no change of it is spoken of."""
    if draft.entity is None:
        return _named_after(draft, part, tokens, changes)
    if draft.kind != "measurement" or any(limit.ref in _LEVELS for limit in draft.limits):
        return None
    if (tuple(tokens.folded[draft.last : draft.last + 1])) in changes:
        return draft.first, draft.last + 1
    at = draft.first - 1
    while at > max(1, draft.first - _REACH) and tokens.folded[at] not in _OF:
        at -= 1
    if at < 1 or not _APART.isdisjoint(tokens.folded[at : draft.first]) or tokens.folded[at] not in _OF:
        return None
    if (tokens.folded[at - 1],) not in changes:
        return None
    return at - 1, draft.last


def _named_after(draft: Draft, part: Part, tokens: Tokens, changes: frozenset[Words]) -> tuple[int, int] | None:
    """ "> 20 % |decrease in FEV1": what changes is named after the limit."""
    if (tokens.folded[draft.last - 1],) not in changes:
        return None
    for other in part.drafts():
        if other.first - draft.last == 1 and other.kind == "measurement" and not other.limits and other.link in _OF:
            return draft.first, other.last
    return None


def _take_time(draft: Draft, part: Part) -> None:
    """Gives a draft the time of the words of its name: "eGFR |decline of > 30 % in the last 3 months"."""
    for other in part.drafts():
        if other.when is not None and draft.first <= other.first and other.last <= draft.last:
            draft.when, draft.anchor = other.when, other.anchor
            draft.reach(other.when.first, other.when.last)


def _rename(draft: Draft, first: int, last: int, part: Part) -> None:
    """Names a draft with more words, and takes the other drafts out that these made."""
    draft.first, draft.last = first, last
    draft.reach(first, last)
    if draft.entity is not None:
        draft.entity = replace(draft.entity, first=first, last=last, rule=None)
    if draft.when is None:
        _take_time(draft, part)
    part.parts = [
        said
        for said in part.parts
        if said.tree is draft
        or not isinstance(said.tree, Draft)
        or said.tree.limits
        or not (first <= said.tree.first and said.tree.last <= last)
    ]
