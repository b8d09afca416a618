"""Outcomes: what a treatment has led to has the grade, and is what has resolved or not, not the treatment."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import STATES, Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.tokens import Tokens

_LED_TO = frozenset({"from", "of", "to", "due to", "caused by", "related to", "associated with", "attributed to"})
"""Links between an outcome and what has led to it."""
_CARE = frozenset({"drug", "procedure"})
_GRADE, _GRADES = "grade", frozenset({"grade", "grades"})
_BARE = 2
"""Tokens of a limit that is a comparator and a number."""
_REACHED = "to"
_DENIED = "not "


def outcome_of(draft: Draft | None, part: Part) -> Draft | None:
    """What a treatment has led to, where it stands right before it; else what is given.

    "Toxicity |of chemotherapy| of grade 2 or above", "adverse events |due to prior therapy| that have not resolved".
    """
    if draft is None or draft.link not in _LED_TO or len(part.parts) < 2 or part.parts[-1].tree is not draft:
        return draft
    treated = draft.kind == "words" or (draft.entity is not None and draft.entity.domain in _CARE)
    before = part.parts[-2].tree
    if not treated or not isinstance(before, Draft) or before.kind != "occurrence" or before.entity is None:
        return draft
    return before if before.entity.domain in STATES and not before.limits else draft


def grading(limit: Limit, tokens: Tokens) -> Limit:
    """A limit that says itself that it is on a grade: "neuropathy |≤ grade 1|"."""
    if limit.last - limit.first <= _BARE or limit.amount.unit_tokens is not None or limit.scale:
        return limit
    graded = not _GRADES.isdisjoint(tokens.folded[limit.first : limit.last])
    return replace(limit, scale=_GRADE) if graded else limit


def is_grade(entity: Entity, part: Part) -> bool:
    """Whether a scale is named to a grade of which something has resolved: "has resolved to |CTCAE grade| 1"."""
    last = outcome_of(part.last, part)
    if entity.rule is None or entity.rule.kind != _GRADE or last is None or last.entity is None:
        return False
    return bool(last.entity.modifiers) and last.entity.modifiers[-1].last + 1 == part.linked


def resolved_to(limit: Limit, draft: Draft | None, part: Part) -> Limit:
    """ "Toxicity resolved |to grade 1|" is of at most that grade, one "not resolved |to grade ≤ 1|" of a higher one."""
    if draft is None or draft.entity is None or part.link != _REACHED or not draft.entity.modifiers:
        return limit
    said = draft.entity.modifiers[-1]
    if said.last + 1 != part.linked or limit.paired is not None:
        return limit
    if not said.name.startswith(_DENIED):
        return limit if limit.compared else limit.one_sided("upper")
    if limit.upper is None:
        return limit
    inclusive = not limit.upper_inclusive
    limit = replace(limit, first=said.first, lower=limit.upper, upper=None, compared=True, one_of=())
    return replace(limit, lower_inclusive=inclusive)
