"""Trailing denials: a verb that is denied behind what it is said of: "MRI |not performed|", "insulin |is not used|"."""

from __future__ import annotations

from eligibility.normalize.drafts import WHO, Draft
from eligibility.normalize.negating import Negations, has_denied
from eligibility.normalize.parts import Part, Scope
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_AUXILIARY = frozenset(
    {"not", "be", "is", "are", "was", "were", "been", "being", "have", "has", "had", "do", "does", "did", "yet"}
)
"""Words that a denied verb follows, so that nothing is denied where none does."""
_BEING = frozenset({"be", "been", "have", "had"})
"""Verbs that have an object, or are followed by what somebody is."""
_BEFORE_OBJECT = _BEING | {"no"}
"""Words with which a denial ends before what it is of."""
_TIMING = frozenset({"within", "for", "before", "during", "since", "at", "in", "due", fold("because"), "by"})
"""Words that may follow such a verb: when it is so, why, and by whom."""
_JOINING = frozenset({"and", "or", "nor", "but", "if", "unless", "except"})
_DEMANDING = frozenset({"must", "should", "may", "shall", "cannot", "can", "mustnt", "shouldnt"})
"""Words with which a list of what excludes says what must not be, which is what excludes."""


def close_denial(part: Part, scope: Scope, negations: Negations, tokens: Tokens) -> None:
    """Denies what stands before a denied verb that nothing follows in its item; the denial then holds no longer.

    Args:
        part: the item, with nothing more to come but why it is so.
        scope: what is in scope; it is changed.
        negations: the denials, of which the last is meant.
        tokens: the criterion.
    """
    first, last = negations.place
    before = part.last
    if before is None or before.last > first or before.kind in WHO or part.limit is not None:
        return
    if has_denied(part, scope) or not _has_verb(tokens, last):
        return
    scope.negation = 0
    if negations.kind == "exclusion" and tokens.folded[first] in _DEMANDING:
        return
    negations.deny([Part(parts=part.parts[_head(part) :])])


def close_degree(part: Part, scope: Scope, negations: Negations, tokens: Tokens) -> None:
    """Denies what stands before a degree that it is no worse than, where nothing follows: "asthma |no more than mild|".

    Where the words that wait for something are no such degree, it is a verb that is denied.

    Args:
        part: the item, with words that say more of something.
        scope: what is in scope; it is changed.
        negations: the denials, of which the last is meant.
        tokens: the criterion.
    """
    if part.modifiers[0].first != negations.place[0]:
        close_denial(part, scope, negations, tokens)
        return
    if part.last is None or not part.last.named:
        return
    negations.deny([Part(parts=part.parts[-1:])])
    scope.negation = 0


def has_object(chunk: Chunk, negations: Negations, tokens: Tokens) -> bool:
    """Whether words behind a denial are said of what follows: "may not be |current| smokers", "no |active| gout"."""
    word = tokens.folded[chunk.last] if chunk.last < len(tokens) else ""
    verb = negations.place[1] == chunk.first and tokens.folded[chunk.first - 1] in _BEFORE_OBJECT
    return verb and word.isalpha() and word not in _TIMING and word not in _JOINING


def _has_verb(tokens: Tokens, place: int) -> bool:
    """Whether a denial that ends at a token ends in a verb, or one follows: "not received", "not |performed|"."""
    while place < len(tokens) and tokens.folded[place] in _AUXILIARY:
        place += 1
    word = tokens.folded[place] if place < len(tokens) else ""
    if tokens.folded[place - 1] in _AUXILIARY and (not word.isalpha() or word in _JOINING):
        return False
    follows = tokens.folded[place + 1 : place + 2] if tokens.folded[place - 1] in _AUXILIARY else [word or "."]
    return not follows or not follows[0].isalpha() or follows[0] in _JOINING or follows[0] in _TIMING


def _head(part: Part) -> int:
    """Where that begins of which a verb is said: "|vaccination against influenza| not done"."""
    place = len(part.parts) - 1
    while place and isinstance(draft := part.parts[place].tree, Draft) and draft.link is not None:
        if part.parts[place - 1].negation:
            break
        place -= 1
    return place
