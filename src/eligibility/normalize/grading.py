"""Grades, stages and sizes behind a list: "nausea or |vomiting of grade ≥ 2|", "liver or |lung metastases > 3 cm|"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens

_GRADE = "grade"
_CONDITION = "condition"


def share_grades(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Gives what limits the last of some conditions from behind to those before it that are limited so as well.

    A grade is taken to be one of all of them; a stage or a size is where they share their noun, or end in the same
    one: in "hypertension or |kidney disease stage 4|" it is that of the last. So it is of what a comma parts from the
    rest and names whole: "liver cysts|, or kidney cysts > 4 cm|".
    """
    for place in range(1, len(parts)):
        graded = _alone(parts[place])
        if graded is None or not _is_limited_behind(graded) or joins[place - 1] == "comma":
            continue
        if parts[place].own_status or parts[place].clausal or parts[place].relative:
            continue
        last, bound = graded, parts[place].bound
        at = place - 1
        while at >= 0 and joins[at] in LISTING and (draft := _alone(parts[at])) is not None:
            if draft.limits or draft.counts or draft.durations or draft.when or draft.bracketed:
                break
            named_so = tokens.folded[draft.last - 1] == tokens.folded[last.last - 1] and not parts[place].apart
            alike = bound or named_so
            if not alike and (graded.scale or graded.limits[0].scale) != _GRADE:
                break
            draft.limits, draft.scale = (
                [replace(graded.limits[0], inferred=None if alike else "modifier-shared")],
                graded.scale,
            )
            last, bound = draft, parts[at].bound
            at -= 1


def _alone(part: Part) -> Draft | None:
    """The one condition that an item names; None where it says more, or denies it."""
    tree = part.parts[0].tree if len(part.parts) == 1 and not part.parts[0].negation else None
    if not isinstance(tree, Draft) or tree.kind != "occurrence" or tree.entity is None:
        return None
    return tree if tree.entity.domain == _CONDITION and tree.toward is None else None


def _is_limited_behind(draft: Draft) -> bool:
    """Whether a grade, a stage or what is measured stands behind a condition, and nothing else limits it."""
    limit = draft.limits[0] if len(draft.limits) == 1 else None
    if limit is None or limit.first < draft.last or limit.calendar:
        return False
    if draft.when is not None and draft.when.first < limit.last:
        return False
    return draft.scale is not None or limit.scale is not None or limit.amount.unit_tokens is not None
