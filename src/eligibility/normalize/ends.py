"""Ends: what was stopped so long ago was there until then; what was not, has been there since.

Who has had "biologics discontinued for at least 12 weeks" took them before that, and not for so long. "Clopidogrel not
stopped at least 5 days before surgery" was taken within these 5 days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_STOPPED = frozenset(
    map(fold, ("stopped", "discontinued", "ceased", "withdrawn", "withheld", "interrupted", "suspended", "halted"))
)
"""Words for what is done to what is taken no longer."""
_BEGUN = frozenset(map(fold, ("started", "initiated", "begun", "commenced", "introduced")))
"""Words for what is done to what is taken from then on: "insulin |started| within 3 months"."""
_OVER = frozenset(map(fold, ("resolved", "subsided", "cleared")))
"""Words for what has come to an end by itself."""
ENDS = _STOPPED | _OVER | _BEGUN
_ANNOUNCED: frozenset[Join] = LISTING | {"colon", "next"}
"""What stands between "the following" and the things that are listed."""
_PAIR = 2
_FAR = 12
"""Tokens before the first thing of a list among which it is said that all were stopped."""
_NOT, _CANNOT = "not", "cannot"
_REACH = 3
"""Tokens before such a word that may deny it."""
_COURSE = "course"
"""The kind of what is said of how something goes on."""
_CARED = frozenset({"drug", "procedure"})


def time_ends(parts: Iterable[Part], tokens: Tokens) -> None:
    """Makes times of how long ago something ended, and of how long before something it has not.

    Args:
        parts: the items of a list.
        tokens: the criterion.
    """
    for part in parts:
        for said in part.parts:
            draft = said.tree
            if isinstance(draft, Draft) and draft.kind == "occurrence" and draft.entity is not None:
                when = draft.when or draft.lasting
                if when is None or when.limit is None:
                    continue
                if when.kind == "lasting" and len(draft.durations) <= 1 and _was_stopped(draft, tokens):
                    _give(draft, replace(when, kind="distant", inferred=None))
                elif draft.last < when.first:
                    _time_end(said, draft, when, when.limit, tokens)


def share_stopped(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """Says of each thing of a list that it was stopped, where that is said before the first, or of "the following".

    Args:
        parts: the items of the list; they are changed.
        joins: what stands between them.
        tokens: the criterion.
    """
    said: Modifier | None = None
    between: frozenset[Join] = LISTING
    for place, part in enumerate(parts):
        draft = part.first
        if part.listed:
            between, said = _ANNOUNCED, _announced(parts[place + 1 : place + _PAIR], tokens)
        elif draft is None or draft.entity is None or draft.entity.domain not in _CARED or part.own_negation:
            said = None if part.parts else said
        elif _was_stopped(draft, tokens):
            between, said = LISTING, next(one for one in draft.entity.modifiers if one.kind == _COURSE)
        elif said is not None and joins[place - 1] in between and draft.link is None and not part.own_status:
            draft.entity.modifiers.append(replace(said, shared=True))
        else:
            said = None


def _announced(following: Sequence[Part], tokens: Tokens) -> Modifier | None:
    """That what is listed next was stopped: "must have |discontinued| the following drugs: A, B"."""
    first = following[0].first if following else None
    if first is None:
        return None
    before = range(first.first - 1, max(-1, first.first - _FAR), -1)
    place = next((at for at in before if tokens.folded[at] in _STOPPED), None)
    return None if place is None else Modifier(_COURSE, tokens.surface(place, place + 1), place, place + 1)


def _was_stopped(draft: Draft, tokens: Tokens) -> bool:
    """Whether it stands before what is taken that it was stopped: "|discontinued| biologics"."""
    said = () if draft.entity is None else draft.entity.modifiers
    return any(
        one.kind == _COURSE and one.last <= draft.first and tokens.folded[one.last - 1] in _STOPPED for one in said
    )


def _time_end(said: Said, draft: Draft, when: When, limit: Limit, tokens: Tokens) -> None:
    end = when.first - 1
    word = tokens.folded[end]
    before = tokens.folded[max(draft.last, end - _REACH) : end]
    cannot = _CANNOT in before
    denied = cannot or _NOT in before
    stopped = word in _STOPPED and draft.entity is not None and draft.entity.domain in _CARED
    first = end
    if denied and limit.lower is not None and limit.upper is None and (stopped or word in _OVER):
        if when.kind == "lasting" and when.side is None:
            return
        first = tokens.folded.index(_CANNOT if cannot else _NOT, max(draft.last, end - _REACH))
        most = replace(limit, lower=None, upper=limit.lower, upper_inclusive=not limit.lower_inclusive)
        _give(draft, replace(when, kind="within", limit=most, inferred="window-not-ended"))
        said.negation = said.negation if cannot else 0
    elif denied:
        return
    elif stopped and when.kind == "lasting" and draft.when is None:
        _give(draft, replace(when, kind="distant", inferred=None))
    begun = word in _BEGUN and draft.entity is not None and draft.entity.domain in _CARED
    if (stopped or begun) and draft.entity is not None:
        draft.entity.modifiers.append(Modifier(_COURSE, tokens.surface(first, end + 1), first, end + 1, behind=True))


def _give(draft: Draft, when: When) -> None:
    """Gives a draft a time instead of how long it went on."""
    draft.when, draft.durations = when, []
