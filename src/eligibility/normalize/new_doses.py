"""New doses: who has had a drug changed takes it, and not as before: "|change in dose of| insulin within a month"."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.normalize.drafts import Draft
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

CHANGES = frozenset(map(fold, ("change", "changed", "changing", "adjustment", "adjusted")))
"""Words for what is done to what is taken already."""
_BETWEEN = frozenset(
    map(fold, ("in", "to", "of", "the", "a", "an", "any", "their", "dose", "dosage", "dosing", "regimen"))
)
"""What may stand between such a word and the drug."""
_REACH = 6
_COURSE = "course"
"""The kind of what is said of how something goes on."""
_TAKEN = "drug"


def say_changed(drafts: Iterable[Draft], tokens: Tokens) -> None:
    """Says of each drug that is said to be changed that it is, as a modifier of its own.

    Args:
        drafts: those of a list.
        tokens: the criterion.
    """
    for draft in drafts:
        entity = draft.entity
        if draft.kind != "occurrence" or entity is None or entity.domain != _TAKEN:
            continue
        end = min([draft.first, *(one.first for one in entity.modifiers)])
        first = _change_before(end, tokens)
        if first is not None:
            entity.modifiers.append(Modifier(_COURSE, tokens.surface(first, end), first, end))
            draft.reach(first, end)


def _change_before(end: int, tokens: Tokens) -> int | None:
    """Where the words begin that say that what follows them is changed."""
    at = end - 1
    while at >= max(0, end - _REACH) and tokens.folded[at] in _BETWEEN:
        at -= 1
    return at if at >= max(0, end - _REACH) and tokens.folded[at] in CHANGES else None
