"""Comparators that a list says once: a bare number beside a limit, and what is asked of both sides of a stroke."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.normalize.results import GOOD

_RAISED = "uln"
"""The reference limit above which values are signs of disease."""


def keep_both(parts: Sequence[Part], joins: list[Join]) -> None:
    """Makes "and" of a stroke between measurements of which the same is asked.

    They may be no higher than their limits ("AST/|ALT ≤ 3 x ULN"), have the same limit ("Hb/|Hct ≥ LLN") or are to
    show that all is well ("AST/|ALT normal"). So it is where each has a result of its own: "IHC 2+/|ISH+".
    """
    for place in range(1, len(parts)):
        one, two = parts[place - 1].last_open, parts[place].drafts()[:1]
        if not parts[place].slashed or joins[place - 1] != "or" or one is None or not two:
            continue
        if all(_is_kept_below(draft) for draft in (one, two[0])) or _are_alike(one, two[0]) or _are_told(one, two[0]):
            joins[place - 1] = "and"


def _are_alike(one: Draft, two: Draft) -> bool:
    """Whether one limit that is no sign of disease, or one good result, is said of two measurements."""
    if not one.kind == two.kind == "measurement":
        return False
    if one.limits and two.limits:
        raised = one.limits[-1].ref == _RAISED and one.limits[-1].upper is None
        return one.limits[-1].first == two.limits[0].first and not raised
    return bool(one.values) and one.values == two.values and GOOD.issuperset(one.values)


def _are_told(one: Draft, two: Draft) -> bool:
    """Whether each of two measurements has a result of its own, and the second one is a sign."""
    if not one.kind == two.kind == "measurement" or two.value_tokens is None or one.value_tokens == two.value_tokens:
        return False
    rules = [draft.entity.rule if draft.entity is not None else None for draft in (one, two)]
    told = bool(one.limits or one.values) and two.value_tokens[0] == two.last
    return told and two.value_tokens[1] - two.last == 1 and rules[0] is not rules[1]


def _is_kept_below(draft: Draft) -> bool:
    """Whether a draft measures something that may be no higher than its limit."""
    return (
        draft.kind == "measurement"
        and bool(draft.limits)
        and draft.limits[0].upper is not None
        and draft.limits[0].lower is None
    )


def compare_alike(draft: Draft, before: Draft) -> None:
    """Gives a bare number on a measurement, or of things, the comparator of the limit on those before it.

    "Hemoglobin ≥ 9 g/dL (|hematocrit 27 %|)", "> 150 mmHg systolic or |95 mmHg diastolic|", "at least 1 relapse this
    year or |2 relapses| in 2 years".
    """
    if len(draft.limits) != 1 or not before.limits:
        return
    own = draft.limits[0]
    if draft.kind == before.kind == "occurrence" and own.lower is own.upper and own.last <= draft.first:
        own = replace(own, compared=False)
    elif not draft.kind == before.kind == "measurement":
        return
    alike = own.compared_as(before.limits[-1])
    if alike is not own:
        draft.limits[0] = replace(alike, inferred="comparator-shared")


def compare_halves(parts: list[Part], place: int) -> None:
    """ "> 150 mmHg systolic or |95 mmHg diastolic|": both numbers stand before what they are on."""
    one, two = parts[place - 1].last, parts[place].drafts()
    if one is None or not two or not one.limits or not two[0].limits:
        return
    if one.limits[-1].first < one.first and two[0].limits[0].first < two[0].first:
        compare_alike(two[0], one)
