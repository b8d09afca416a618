"""What a measurement is taken for where its words do not say: the patient's own, said again, denied, positive."""

from __future__ import annotations

from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft
from eligibility.normalize.gestation import INFERRED
from eligibility.tree import Span


def note_taken_so(draft: Draft, span: Span, notes: Notes) -> None:
    """Notes what a measurement is taken for.

    Args:
        draft: the measurement.
        span: where it stands.
        notes: takes the diagnostics.
    """
    if draft.family:
        message = "read as the patient's own, and said of the family's"
        notes.add("other-bearer", "warning", message, span)
    if draft.in_denial:
        message = "taken to say what is denied, and not what holds instead"
        notes.add("bracket-denied", "info", message, span)
    if draft.other_scale:
        message = "taken to say the same on another scale, so that either will do"
        notes.add("scale-inferred", "info", message, span)
    if draft.entity is not None and draft.entity.by == INFERRED:
        notes.add("gestation-inferred", "info", "weeks are taken to be those of the pregnancy", span)
    if draft.found:
        message = "what its name says was found is taken to be there: positive"
        notes.add("value-inferred", "info", message, span)
