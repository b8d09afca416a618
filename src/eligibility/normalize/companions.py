"""Companions: other people whom somebody has not, which small words name: "no |caregiver|", "without |a partner|".

So is what was not done in a word: "test positive or not |done|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk

_FEW = 3
"""Small words between a denial and whom it denies."""


def deny_companion(part: Part, scope: Scope, following: Sequence[Chunk]) -> None:
    """Lets a denial that has found nothing deny the other people right behind it, or that something was done.

    Args:
        part: the item; it names nothing.
        scope: what is in scope; it is changed.
        following: the chunks behind the denial.
    """
    for chunk in following[:_FEW]:
        if chunk.tag != "FILLER":
            return
        cue = chunk.value
        if not isinstance(cue, CueRule):
            continue
        people = cue.kind == "people" and bool(cue.attrs.get("other")) and not cue.attrs.get("kin")
        if people or cue.attrs.get("done"):
            part.parts.append(Said(Draft("words", chunk.first, chunk.last, people=people), scope.negation))
            scope.negation = 0
            return
