"""Other people: what is said of people of one kind, and of others beside them, is said of each by itself.

"Women who are pregnant or nursing and |men who smoke|", "pregnant women and |children under 12 years|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import WHO, Draft, drafts_of
from eligibility.normalize.joins import Join, is_denied_on
from eligibility.normalize.parts import Part

_PAIR = 2
_BESIDE = frozenset({"and", "or"})
_OTHERS = frozenset({"age", "occurrence"})
_PRISONERS = "incarceration"
"""The concept that some people are told by: "prisoners"."""
_AGES = frozenset({"age", "definition"})


def other_people(parts: Sequence[Part], joins: Sequence[Join]) -> list[int]:
    """Where other people begin in a list that begins with people; none where nothing more is said of either.

    Where only commas stand before its "and" or "or", it is one list: "women, gout, |or men|".

    Args:
        parts: the items of the list.
        joins: what stands between them.
    """
    places: list[int] = []
    if len(parts) < _PAIR or not _begins_with_people(parts[0]) or any(map(_is_open, parts)):
        return places
    said, commas, others = False, 0, 0
    for place, part in enumerate(parts):
        between = joins[place - 1] if place else None
        listed = part.paused and commas > 0 and not others
        beside = between in _BESIDE and not listed and not is_denied_on(parts[place - 1], part)
        if beside and (said or _is_described(part)) and (_are_others(part) or _begins_with_people(part)):
            places.append(place)
            said, commas, others = False, 0, 0
        elif between is not None:
            commas, others = commas + (between == "comma"), others + (between != "comma")
        said = said or any(map(_says_more, part.drafts()))
    return places


def _is_open(part: Part) -> bool:
    """Whether something is asked of people in an item, or the items behind it belong to it."""
    return part.must is not None or part.whom is not None or part.examples is not None or part.listed


def _are_others(part: Part) -> bool:
    """Whether an item is about people of an age who have something, and attest nothing: "children with asthma"."""
    first = part.first
    return part.others and first is not None and first.kind in _OTHERS


def _is_described(part: Part) -> bool:
    """Whether what people are or have is said before them: "|sterile| women"."""
    return part.first is not None and part.first.kind == "occurrence" and not part.others


def _begins_with_people(part: Part) -> bool:
    """Whether an item names people first, or after what they have or are: "women", "children", "pregnant women"."""
    first = part.first
    rule = first.entity.rule if first is not None and first.entity is not None else None
    if rule is not None and rule.name == _PRISONERS:
        return True
    if first is not None and first.kind in _AGES:
        return first.definition is not None or part.others
    for said in part.parts:
        if said.negation:
            return False
        for draft in [said.tree] if isinstance(said.tree, Draft) else drafts_of(said.tree):
            if draft.kind == "sex" and not draft.bracketed:
                return True
            if draft.kind != "occurrence" or draft.link is not None:
                return False
    return False


def _says_more(draft: Draft) -> bool:
    """Whether a leaf says more of people than of which sex and age they are."""
    return draft.kind not in WHO
