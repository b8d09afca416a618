"""Held doses: "methotrexate for a year, with |a stable dose for the last month|" says more of the drug named before.

So does "brain metastases, treated and |stable for a month|" of the metastases, and "if on prednisone, |the dose must be
≤ 10 mg/day|" of prednisone.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.attaching import is_dose
from eligibility.normalize.drafts import Draft
from eligibility.normalize.modifying import modifiers_of, name_again
from eligibility.tagging.chunks import Entity, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

HELD = frozenset(map(fold, ("stable", "unchanged", "constant", "steady", "fixed")))
"""Words for what has not been changed."""
_DOSES = frozenset(map(fold, ("dose", "dosage", "dosing", "regimen", "treatment", "therapy")))
"""Words for how much of a drug is taken, and how."""
DOSED = HELD | _DOSES
"""Words without which no dose is told apart from what is taken."""
_SMALL = frozenset(
    map(fold, ("a", "an", "the", "at", "on", "in", "of", "been", "be", "is", "are", "has", "have", "must"))
)
_GIVEN = frozenset({"drug", "procedure"})
_KIND = "control"


def say_held(drafts: Sequence[Draft], tokens: Tokens) -> None:
    """Makes what is held for some time of the words that say no more than that, where it is known what that is.

    A dose is that of the only thing that was given before; what is held is else the thing right before it.

    Args:
        drafts: the leaves of a criterion, in reading order.
        tokens: the criterion.
    """
    given: list[Draft] = []
    for place, draft in enumerate(drafts):
        if draft.kind == "words" and draft.durations:
            words = _words(draft, tokens)
            if not words.isdisjoint(HELD) and words <= HELD | _DOSES | _SMALL:
                dosed = not words.isdisjoint(_DOSES)
                thing = (given[0] if len(given) == 1 else None) if dosed else drafts[place - 1] if place else None
                if thing is not None and thing.kind == "occurrence" and thing.entity is not None:
                    _hold(draft, thing, thing.entity, tokens)
        elif len(given) == 1 and given[0].entity is not None and _is_bare_dose(draft, tokens):
            name_again(draft, given[0], given[0].entity, list(modifiers_of(draft)))
        elif draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _GIVEN:
            given.append(draft)


def _is_bare_dose(draft: Draft, tokens: Tokens) -> bool:
    """Whether a limit is on a dose of which nothing tells what is taken: "|the dose| must be ≤ 10 mg/day"."""
    if (
        draft.kind != "measurement"
        or draft.entity is not None
        or not draft.limits
        or not all(map(is_dose, draft.limits))
    ):
        return False
    return not _DOSES.isdisjoint(tokens.folded[draft.first : draft.last])


def _words(draft: Draft, tokens: Tokens) -> set[str]:
    """The words that a draft is of, with those that modify it."""
    said = set(tokens.folded[draft.first : draft.last])
    for one in draft.modifiers:
        said.update(tokens.folded[one.first : one.last])
    return said


def _hold(draft: Draft, thing: Draft, entity: Entity, tokens: Tokens) -> None:
    """Makes a draft of words one of a thing that is held."""
    modifiers = list(modifiers_of(draft)) or [
        Modifier(_KIND, tokens.surface(draft.first, draft.last), draft.first, draft.last, behind=True)
    ]
    name_again(draft, thing, entity, modifiers)
