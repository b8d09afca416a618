"""Further times: the same event at another time: "surgery in the past 6 months or |within the next 6 months|"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.tokens import Tokens

NEARBY = 8
"""Items back in which the event of a further time is looked for."""
_TO_COME = frozenset({"ahead", "during"})
_ANY = "any"


def once_more(parts: list[Part], place: int, when: When, tokens: Tokens) -> None:
    """Gives an item that is only a time the event before it, once more at that time.

    What the item says anew holds instead ("steroids in one eye within a week or |in both within a month"), and of "any"
    it is not said how many ("two courses of steroids in a year or |any within a month|").

    Args:
        parts: the items of a list.
        place: that of the item.
        when: the time.
        tokens: the criterion.
    """
    for part in reversed(parts[max(0, place - NEARBY) : place]):
        draft = part.last_open
        if draft is not None and draft.named:
            break
    else:
        parts[place].when = when
        return
    if draft.when is None and draft.limits and part is parts[place - 1]:
        draft.when = when
        return
    if draft.when is not None and not parts[place].modifiers:
        _others_once_more(parts, place, draft, when)
    again = _again(draft, when, (when.first, when.last))
    if tokens.folded[when.first - 1] == _ANY:
        again.limits = []
    if draft.entity is not None and (own := {modifier.kind for modifier in parts[place].modifiers}):
        kept = [modifier for modifier in draft.entity.modifiers if modifier.kind not in own]
        again.entity = replace(draft.entity, modifiers=kept)
    if when.kind in _TO_COME and again.status == "history":
        again.status = None
    negation = next((said.negation for said in part.parts if draft in drafts_of(said.tree)), 0)
    parts[place].parts.append(Said(again, negation))


def _others_once_more(parts: list[Part], place: int, last: Draft, when: When) -> None:
    """ "Surgery or |biopsy within a month| or during the study": a further time is that of all that share the first."""
    for part in parts[max(0, place - NEARBY) : place]:
        for said in part.parts:
            one = said.tree
            if isinstance(one, Draft) and one is not last and one.when is last.when and one.limits == last.limits:
                said.tree = Op("any_of", [one, _again(one, when, (one.first, one.last))])


def _again(draft: Draft, when: When, extent: tuple[int, int]) -> Draft:
    """What a draft says, at another time."""
    again = replace(draft, limits=list(draft.limits), durations=[], when=when, anchor=None)
    again.extent = extent
    return again
