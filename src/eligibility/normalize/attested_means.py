"""What is said of what somebody attests, and is asked for by no word of its own.

How it was judged ("cannot read |as judged by an interview and a test|"), and what it comprises ("able to undergo study
procedures |including MRI and PET|").
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.complements import leaf, take, topic_of
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.tokens import Tokens

_AS, _BY = "as", "by"
JUDGED = frozenset({_AS, _BY})
"""Words with which it is told how something was judged."""
COMPRISING = frozenset({"including", "such"})
"""Words with which examples are given."""
_FAR = 12
"""Tokens behind an attestation among which it is said how it was judged."""
_MEANS = frozenset({"procedure", "measurement", "observation", "device", "visit"})
"""Domains of by what something is judged, and of what is done in a study."""
_COMPLIANCE = "compliance"


def take_means(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Takes to an attestation how it was judged, and examples of the study's procedures, with all that is listed there.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
        tokens: the criterion.
    """
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        at = next((at for at in range(len(part.parts) - 1, -1, -1) if topic_of(leaf(part.parts[at]))), None)
        target = None if at is None else leaf(part.parts[at])
        if at is None or target is None:
            continue
        judged = _judged_at(target, parts[place + 1 : place + 2], tokens)
        if judged is not None:
            behind = (here for here, said in enumerate(part.parts) if here > at and _stands_behind(said, judged))
            _take_from(parts, joins, (place, next(behind, len(part.parts))), target)
        elif part.examples is not None and part.examples > at and topic_of(target) == _COMPLIANCE:
            start = part.examples
            if start < len(part.parts) and _is_means(leaf(part.parts[start])):
                part.examples = None
                _take_from(parts, joins, (place, start), target)


def _judged_at(target: Draft, following: Sequence[Part], tokens: Tokens) -> int | None:
    """The token behind "as judged by" in an item that attests something; None where that is not said."""
    first = following[0].first if following else None
    end = min(target.last + _FAR, len(tokens.folded) if first is None else first.first)
    words = tokens.folded[target.last : end]
    for at in range(len(words) - 2):
        if words[at] == _AS and words[at + 2] == _BY:
            return target.last + at + 2
    return None


def _stands_behind(said: Said, place: int) -> bool:
    draft = leaf(said)
    return draft is not None and draft.first > place


def _take_from(parts: list[Part], joins: list[Join], start: tuple[int, int], target: Draft) -> None:
    """Takes the trees of an item to its attestation from one on, and the items that go on with them.

    Args:
        parts: the items; they are changed.
        joins: what stands between them.
        start: the item, and its first tree to take.
        target: the attestation.
    """
    place, at = start
    part = parts[place]
    taken = [leaf(said) for said in part.parts[at:]]
    if not all(map(_is_means, taken)):
        return
    end = place + 1
    while end < len(parts) and joins[end - 1] in LISTING and _goes_on(parts[end]):
        taken.append(parts[end].first)
        end += 1
    if end < len(parts) and joins[end - 1] == "comma":
        end = place + 1
        taken = taken[: len(part.parts) - at]
    for draft in taken:
        if draft is not None:
            take(draft, target)
    del part.parts[at:], parts[place + 1 : end], joins[place : end - 1]


def _goes_on(part: Part) -> bool:
    """Whether an item names one more means, and says nothing else."""
    said = part.own_status or part.own_negation or part.clausal or part.people or part.limit or part.when
    return not said and len(part.parts) == 1 and _is_means(leaf(part.parts[0]))


def _is_means(draft: Draft | None) -> bool:
    """Whether a draft is mere words, or an examination or the like of which nothing more is said."""
    if draft is None or draft.limits or draft.values or draft.when is not None or draft.status is not None:
        return False
    return draft.kind == "words" or (draft.entity is not None and draft.entity.domain in _MEANS)
