"""What is acted on: "drugs that affect |appetite or sleep|" are had by nobody, and are no reason by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold

ACTS = frozenset(
    fold(verb + ending)
    for verb, *endings in (
        ("affect", "", "ing"), ("influenc", "e", "ing"), ("interfer", "e", "ing"), ("alter", "", "ing"),
        ("impair", "", "ing"), ("impact", "", "ing"), ("modif", "y", "ying"), ("inhibit", "", "ing"),
    )
    for ending in endings
)  # fmt: skip
"""Verbs, as they are folded, for what something does to all that is listed behind: "drugs that |affect| A or B"."""


def is_acted_on(draft: Draft) -> bool:
    """Whether something is what another acts on: "drugs that affect |appetite|"."""
    return draft.link is not None and draft.link.partition(" ")[0] in ACTS and not draft.limits


def leave_in_words(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Leaves as words what something acts on that is not named: "any condition that interferes with |digestion|".

    Args:
        parts: the items of a list.
        joins: what stands between them.
    """
    for place, part in enumerate(parts):
        first = part.first
        if first is None or not is_acted_on(first):
            continue
        _leave(first)
        for at in range(place + 1, len(parts)):
            if joins[at - 1] not in LISTING or not _goes_on(parts[at]):
                break
            _leave(parts[at].drafts()[0])


def _goes_on(part: Part) -> bool:
    """Whether an item is one thing more that is acted on, and begins nothing anew."""
    anew = part.own_status or part.own_negation or part.clausal or part.people or part.apart or part.paused
    return not anew and len(part.parts) == 1 and len(part.drafts()) == 1 and part.limit is None


def _leave(draft: Draft) -> None:
    """Makes words of a leaf."""
    if draft.kind in {"occurrence", "measurement"} and not draft.limits and draft.when is None:
        draft.modifiers = draft.modifiers if draft.entity is None else draft.entity.modifiers
        draft.kind, draft.entity, draft.status = "words", None, None
