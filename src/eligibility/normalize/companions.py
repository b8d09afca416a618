"""Companions: other people whom somebody has not, which small words name: "no |caregiver|", "without |a partner|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk

_FEW = 3
"""Small words between a denial and whom it denies."""


def deny_companion(part: Part, scope: Scope, following: Sequence[Chunk]) -> None:
    """Lets a denial that has found nothing deny the other people right behind it, and nothing more.

    Args:
        part: the item; it names nothing.
        scope: what is in scope; it is changed.
        following: the chunks behind the denial.
    """
    for chunk in following[:_FEW]:
        if chunk.tag != "FILLER":
            return
        cue = chunk.value
        if isinstance(cue, CueRule) and cue.kind == "people" and cue.attrs.get("other") and not cue.attrs.get("kin"):
            part.parts.append(Said(Draft("words", chunk.first, chunk.last, people=True), scope.negation))
            scope.negation = 0
            return
