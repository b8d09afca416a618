"""Ends: what was stopped so long ago was there until then; what was not, has been there since.

Who has had "biologics discontinued for at least 12 weeks" took them before that, and not for so long. "Clopidogrel not
stopped at least 5 days before surgery" was taken within these 5 days.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_STOPPED = frozenset(
    map(fold, ("stopped", "discontinued", "ceased", "withdrawn", "withheld", "interrupted", "suspended", "halted"))
)
"""Words for what is done to what is taken no longer."""
_OVER = frozenset(map(fold, ("resolved", "subsided", "cleared")))
"""Words for what has come to an end by itself."""
ENDS = _STOPPED | _OVER
_NOT, _CANNOT = "not", "cannot"
_REACH = 3
"""Tokens before such a word that may deny it."""
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
                if when is not None and when.limit is not None and draft.last < when.first:
                    _time_end(said, draft, when, when.limit, tokens)


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
    if stopped and draft.entity is not None:
        draft.entity.modifiers.append(Modifier("course", tokens.surface(first, end + 1), first, end + 1, behind=True))


def _give(draft: Draft, when: When) -> None:
    """Gives a draft a time instead of how long it went on."""
    draft.when, draft.durations = when, []
