"""Equivalents: a drug in which the dose of another is told: "steroids > 10 mg/day |prednisone equivalent|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens

EQUIVALENTS = frozenset({"equivalent", "equivalents", "equiv"})
"""Words that say that a dose is told in that of another drug."""
_USES = (" use", " therapy", " treatment")
"""What names of the use of a drug, or of treatment with it, end in."""
_NEAR = 2
"""Tokens behind a name up to such a word: "prednisone |or equivalent|"."""
_APART = 3
"""Tokens between a dose and the drug in which it is told: "> 10 mg |per day of| prednisone"."""


def settle_equivalents(parts: Sequence[Part], tokens: Tokens) -> None:
    """Gives the dose of an equivalent, and when and how long it is taken, to the drug that is taken.

    Args:
        parts: the items of a list; they are changed.
        tokens: the criterion.
    """
    for part in parts:
        taken: Draft | None = None
        kept = []
        for said in part.parts:
            draft = said.tree
            if isinstance(draft, Draft) and taken is not None and _is_equivalent(draft, taken, tokens):
                _absorb(taken, draft)
                continue
            if isinstance(draft, Draft) and not draft.bracketed:
                taken = draft if _is_taken(draft) else None
            kept.append(said)
        part.parts = kept


def _is_taken(draft: Draft) -> bool:
    """Whether a draft is a drug, or the use of one."""
    entity = draft.entity
    if draft.kind != "occurrence" or entity is None or entity.rule is None:
        return False
    return entity.domain == "drug" or entity.rule.name.endswith(_USES)


def _is_equivalent(draft: Draft, taken: Draft, tokens: Tokens) -> bool:
    """Whether a dose stands right before another drug, which is told to be an equivalent."""
    if draft.kind != "occurrence" or draft.entity is None or draft.entity.domain != "drug":
        return False
    if taken.entity is None or draft.entity.rule is taken.entity.rule or draft.status not in {None, taken.status}:
        return False
    told = not EQUIVALENTS.isdisjoint(tokens.folded[draft.last - 1 : draft.last + _NEAR])
    dose = next((limit for limit in (*draft.limits, *taken.limits) if limit.last <= draft.first), None)
    return told and dose is not None and draft.first - dose.last <= _APART


def _absorb(taken: Draft, draft: Draft) -> None:
    taken.limits = taken.limits or draft.limits
    taken.durations = taken.durations or draft.durations
    if taken.when is None:
        taken.when, taken.anchor = draft.when, draft.anchor
    taken.told = (draft.first, draft.last)
    taken.reach(*draft.extent)
