"""Predicates: where something is said anew of people, so that what was said before does not reach it.

"History of gout |who take allopurinol|" takes it now, and "family history of glaucoma |or uses pilocarpine|" is the
patient; "history of gout or |asthma|" is a history of both.
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.normalize.small_words import SmallWords
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_SEPARATORS = frozenset({",", ";", "/", "or", "and"})
_BRACKET = "("
_WHO = "who"
_FINITE = frozenset({"has", "have", "having", "is", "are", "take", "takes", "uses", "receives", "requires", "needs"})
"""Verbs by which something is said anew of the same people."""
_ANEW = frozenset({_WHO, *map(fold, _FINITE)})
"""Words, one of which says something anew."""
_AMONG = frozenset({"in", "of", "among", "women", "men"})
"""Words between what was said and whom something else is said of."""
_PAST = ("ed", "had")
"""Endings of what is said to have been: "who |had| a stroke"."""
_OPENING = 6
"""Tokens before a thing in which it may be said anew of whom it is."""


def says_anew(draft: Draft, part: Part, tokens: Tokens, said: SmallWords) -> bool:
    """Whether something is said of people by a present verb of its own: "gout |who take|", "gout or |is on|".

    Args:
        draft: what is said.
        part: the item, as far as it was read before that.
        tokens: the criterion.
        said: the words for people.
    """
    if _ANEW.isdisjoint(tokens.words):
        return False
    last = part.last.last if part.last is not None and part.last.named else None
    start = draft.first
    while start and start > draft.first - _OPENING and start != last and tokens.folded[start - 1] not in _SEPARATORS:
        start -= 1
    listed = start > 0 and tokens.folded[start - 1] in _SEPARATORS
    if _BRACKET in tokens.folded[start : draft.first] or not (listed or start == last):
        return False
    for place in range(start, draft.first):
        word = tokens.folded[place]
        if word == _WHO or (listed and tokens.written[place].lower() in _FINITE):
            return not tokens.written[place + 1].lower().endswith(_PAST)
        if word not in _AMONG and (word,) not in said.people:
            return False
    return False
