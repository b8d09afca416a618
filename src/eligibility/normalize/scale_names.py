"""Names of scales that stand behind what is graded on them: "stages 3-4 by |Fontaine", "class III angina |(CCS)|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.normalize.times import DEFINED
from eligibility.rules import ConceptRule

_RATING = frozenset({DEFINED, "on", "by", "in", "of", "per", "using", "from", "with"})
"""Links between what is graded and the name of its scale."""
_GRADE = "grade"
_SCALES = frozenset({"score", "stage", _GRADE})
_NEAR = 2
"""Things before and behind a scale in brackets among which what is graded on it is looked for."""


def names_scale(rule: ConceptRule | None, graded: Draft) -> bool:
    """Whether brackets behind something of some levels name their scale, and no other name of it: "(|NYHA|)"."""
    scale = rule is not None and rule.domain == "measurement" and rule.kind in _SCALES and bool(rule.levels)
    return scale and graded.kind == "occurrence" and _is_graded(graded)


def name_scale(part: Part) -> None:
    """ "stages 3-4 by |Fontaine", "pain ≥ 5 on the |NRS": the limit is on the measurement that is named after it."""
    drafts = part.drafts()
    if any([draft.bracketed for draft in drafts]) and _name_in_brackets(drafts, part):  # noqa: C419 (a list is quicker)
        return
    unnamed: Draft | None = None
    graded: Draft | None = None
    for draft in drafts:
        if draft.limits and (draft.kind == "occurrence" or draft.entity is None):
            graded = draft
        if draft.kind != "measurement":
            continue
        rule = draft.entity.rule if draft.entity is not None else None
        if graded is not None and _rates(draft, rule, graded):
            _hand_over(graded, draft)
            return
        if draft.entity is None and draft.limits:
            unnamed = draft
        elif (
            unnamed is not None
            and rule is not None
            and not draft.limits
            and (rule.levels or unnamed.limits[0].multiple)
        ):
            _take_all(unnamed, draft, part)
            return


def _rates(draft: Draft, rule: ConceptRule | None, graded: Draft) -> bool:
    """Whether a draft names the scale on which something is graded, and has no value itself."""
    if draft.limits or draft.values or draft.link not in _RATING or len(graded.limits) != 1:
        return False
    if draft.entity is None or (rule is not None and rule.kind not in _SCALES):
        return False
    limit = graded.limits[0]
    return (
        limit.amount.level
        or graded.scale is not None
        or (limit.amount.unit_tokens is None and limit.last > graded.last)
    )


def _name_in_brackets(drafts: Sequence[Draft], part: Part) -> bool:
    """Gives a scale alone in brackets the levels right before it, or those of what is named right before it.

    A grade of something by a scale of severity is left to it: "neuropathy grade 3 |(CTCAE)|".

    Returns:
        Whether there were such.
    """
    for place, draft in enumerate(drafts):
        rule = draft.entity.rule if draft.entity is not None else None
        if not draft.bracketed or draft.limits or draft.values or rule is None or rule.kind not in _SCALES:
            continue
        near = (*reversed(drafts[max(0, place - _NEAR) : place]), *drafts[place + 1 : place + 1 + _NEAR])
        graded = next((one for one in near if one.limits and _stands_before(one, draft)), None)
        if graded is None or len(graded.limits) != 1:
            continue
        if graded.entity is None:
            _take_all(graded, draft, part)
            return True
        severe = _GRADE in {rule.kind} & {graded.scale, graded.limits[0].scale}
        if not severe and names_scale(rule, graded):
            _hand_over(graded, draft)
            return True
    return False


def _stands_before(graded: Draft, scale: Draft) -> bool:
    """Whether something, or its last limit, ends right before the bracket in which a scale stands."""
    return scale.first - 1 in {graded.extent[1], graded.limits[-1].last}


def _is_graded(draft: Draft) -> bool:
    """Whether something has one limit, in levels."""
    return len(draft.limits) == 1 and (draft.limits[0].amount.level or draft.scale is not None)


def _hand_over(graded: Draft, scale: Draft) -> None:
    """Makes the levels of something those of its scale, which is named behind it."""
    scale.limits = [graded.limits.pop()]
    scale.reach(scale.limits[0].first, scale.limits[0].last)
    graded.scale, graded.extent = None, (graded.first, graded.last)
    graded.kind = graded.kind if graded.entity is not None else "words"


def _take_all(unnamed: Draft, scale: Draft, part: Part) -> None:
    """Makes the limit on what has no name one on the scale that is named behind it."""
    scale.limits, unnamed.limits, unnamed.kind = unnamed.limits, [], "words"
    scale.reach(*unnamed.extent)
    part.parts = [said for said in part.parts if said.tree is not unnamed]
