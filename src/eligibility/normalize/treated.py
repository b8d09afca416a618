"""Treated: how somebody with a condition is treated is asked besides: "asthma, |receiving A or B|".

It is no alternative to the condition, as "or" stands only between what may be given. Nor is what is there "currently".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import CARE, Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens

_TREATED = frozenset({"on", "receiving", "received", "taking", "undergoing", "using"})
"""Words in which what says that something is given ends."""
_BEFORE = {"with": frozenset({"treated"}), "for": frozenset({"scheduled", "planned", "listed"})}
"""What such words stand behind where they could say something else as well."""
_WITH, _THERAPIES, _UNDER = "with", (["treatment"], ["therapy"]), _TREATED | {"under"}
_NOW = "currently"
_CONDITION = "condition"
_MOST = 4
"""Items that may stand before how somebody is treated: a condition, and who has it and how bad it is."""


def ask_treatment(parts: Sequence[Part], joins: list[Join], tokens: Tokens) -> None:
    """Says of each comma up to how somebody is treated that both are asked for.

    "Diabetes, HbA1c ≥ 7 %, |treated with insulin or metformin|".

    Args:
        parts: the items of a list of what is asked for.
        joins: what stands between them; it is changed.
        tokens: the criterion.
    """
    place = next((at for at in range(1, min(len(parts), _MOST + 1)) if _is_treatment(parts[at], tokens)), None)
    if place is None or joins[place - 1] != "comma" or "or" in joins[:place] or "or" not in joins[place:]:
        return
    if sum(map(_names_condition, parts[:place])) != 1 or not all(map(_is_plain, parts[:place])):
        return
    for part, join in zip(parts[place + 1 :], joins[place:], strict=True):
        if join == "and" and not _begins_alike(part, parts[place]):
            break
        if not _goes_on(part, parts[place], join):
            return
    joins[:place] = ["and"] * place
    if _names_condition(parts[place]):
        parts[place].either = 0


def _is_treatment(part: Part, tokens: Tokens) -> bool:
    """Whether an item begins with a verb for being treated and names with what, or with what is there "currently"."""
    first = part.first
    if first is None or part.own_negation or first.kind != "occurrence" or first.entity is None:
        return False
    given = _is_given(first)
    if not part.own_status or part.status is None:
        return given and first.link == "on" and part.parts[0].tree is first
    begin, end = part.status[1:]
    said = tokens.folded[begin:end]
    if begin >= first.first or not given:
        return said == [_NOW] and first.entity.domain == _CONDITION
    return tells_treatment(said)


def tells_treatment(said: Sequence[str]) -> bool:
    """Whether the words for a status end in a verb for being treated: "|currently receiving|", "|treated with|"."""
    if said[-1] == _WITH and said[-2:-1] in _THERAPIES:
        return said[-3:-2] != [] and said[-3] in _UNDER
    behind = _BEFORE.get(said[-1])
    return said[-1] in _TREATED if behind is None else said[-2:-1] != [] and said[-2] in behind


def _is_given(draft: Draft) -> bool:
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in CARE


def _names_condition(part: Part) -> bool:
    return any(draft.entity is not None and draft.entity.domain == _CONDITION for draft in part.drafts())


def _is_plain(part: Part) -> bool:
    """Whether an item only names what is there: it counts nothing, and says nothing of how somebody is treated."""
    said = part.listed or part.counted is not None or part.examples is not None or part.either is not None
    return bool(part.parts) and not said and not any(map(_is_given, part.drafts()))


def _begins_alike(part: Part, before: Part) -> bool:
    """Whether two items begin with what may be given, or both with a condition."""
    one, two = part.first, before.first
    if one is None or two is None or one.entity is None or two.entity is None or one.kind != two.kind:
        return False
    return one.entity.domain == two.entity.domain or (_is_given(one) and _is_given(two))


def _goes_on(part: Part, before: Part, join: Join) -> bool:
    """Whether an item is one more alternative of a kind; behind ", or" it may as well be an alternative to all."""
    anew = part.own_status or part.own_negation or part.clausal or part.people or (join == "or" and part.paused)
    return not anew and _begins_alike(part, before)
