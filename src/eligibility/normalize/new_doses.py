"""New doses: who has had a drug changed takes it, and not as before: "|change in dose of| insulin within a month".

So who has begun or stopped it did so at the time that is said, and took it before or after: "|initiation of| a statin".
"""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_ALTERED = ("change", "changed", "changing", "adjustment", "adjusted")
_BEGUN = ("initiation", "initiating", "initiated", "introduction", "start", "starting", "started", "begun")
_STOPPED = ("discontinuation", "discontinuing", "discontinued", "cessation", "stopping", "stopped")
CHANGES = frozenset(map(fold, (*_ALTERED, *_BEGUN, *_STOPPED)))
"""Words for what is done to what is taken."""
_BETWEEN = frozenset(
    map(
        fold,
        (
            "in",
            "to",
            "of",
            "the",
            "a",
            "an",
            "any",
            "all",
            "their",
            "dose",
            "dosage",
            "dosing",
            "regimen",
            "taking",
            "using",
        ),
    )
)
"""What may stand between such a word and the drug."""
_REACH = 6
_COURSE = "course"
"""The kind of what is said of how something goes on."""
_OR = "or"
_DRUG = "drug"
_TAKEN = frozenset({_DRUG, "procedure"})


def say_changed(parts: Iterable[Part], tokens: Tokens) -> None:
    """Says of each drug that is said to be changed that it is, as a modifier of its own.

    Args:
        parts: the items of a list.
        tokens: the criterion.
    """
    for part in parts:
        for draft in part.drafts():
            entity = draft.entity
            if draft.kind != "occurrence" or entity is None or entity.domain not in _TAKEN:
                continue
            end = min([draft.first, *(one.first for one in entity.modifiers)])
            first = _change_before(end, tokens)
            if first is None or (entity.domain != _DRUG and draft.when is None):
                continue
            entity.modifiers.append(Modifier(_COURSE, tokens.surface(first, end), first, end))
            draft.reach(first, end)
            _take_words(part, first, end)


def _take_words(part: Part, first: int, last: int) -> None:
    """Takes words out of an item that are said as a modifier: "|initiation| of a statin"."""
    for place, said in enumerate(part.parts):
        one = said.tree
        if isinstance(one, Draft) and one.kind == "words" and first <= one.first and one.last <= last:
            if one.when is None and not one.limits and not one.durations and len(part.parts) > 1:
                del part.parts[place]
            return


def _change_before(end: int, tokens: Tokens) -> int | None:
    """Where the words begin that say that what follows them is changed."""
    at = end - 1
    while at >= max(0, end - _REACH) and tokens.folded[at] in _BETWEEN:
        at -= 1
    if at < max(0, end - _REACH) or tokens.folded[at] not in CHANGES:
        return None
    either = at > 1 and tokens.folded[at - 1] == _OR and tokens.folded[at - 2] in CHANGES
    return at - 2 if either else at
