"""Consents: the words for how one is given are part of it."""

from __future__ import annotations

from typing import TypeGuard

from eligibility.normalize.complements import leaf, topic_of
from eligibility.normalize.drafts import Draft, Op
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_CONSENT = "consent"
_ASSENT = fold("assent")
"""What children give, where they are old enough."""
_GIVEN = frozenset(map(fold, ("signed", "written", "dated", "witnessed", "reviewed", "read", "initialed", "informed")))
"""What is done with a consent, or is said of how it is given."""


def take_given(part: Part, tokens: Tokens) -> None:
    """Makes one of a consent and of the words before it for how it is given: "|dated| informed consent".

    Args:
        part: an item; it is changed.
        tokens: the criterion.
    """
    for at in range(len(part.parts) - 1, 0, -1):
        consent = leaf(part.parts[at])
        if (
            consent is not None
            and topic_of(consent) == _CONSENT
            and _is_given(words := leaf(part.parts[at - 1]), tokens)
        ):
            consent.reach(*words.extent)
            part.parts[at].negation = part.parts[at - 1].negation or part.parts[at].negation
            part.drop(at - 1)
    if _ASSENT in tokens.words:
        _ask_of_age(part, tokens)


def _ask_of_age(part: Part, tokens: Tokens) -> None:
    """ "Assent |from children aged 8 or above|": it is asked of those, and nobody has to be of that age."""
    for at in range(len(part.parts) - 2, -1, -1):
        assent, age = leaf(part.parts[at]), leaf(part.parts[at + 1])
        if assent is None or age is None or age.kind != "age" or not age.limits or topic_of(assent) != _CONSENT:
            continue
        if part.parts[at].negation or part.parts[at + 1].negation:
            continue
        if _ASSENT in tokens.folded[slice(*assent.extent)] and assent.last <= age.first:
            part.parts[at] = Said(Op("implies", [age, assent]))
            part.drop(at + 1)


def _is_given(words: Draft | None, tokens: Tokens) -> TypeGuard[Draft]:
    """Whether words only say how a consent is given."""
    if words is None or words.kind != "words" or words.limits or words.when is not None:
        return False
    return _GIVEN.issuperset(tokens.folded[words.first : words.last])


def signed_consent(part: Part, following: Part, tokens: Tokens) -> Said | None:
    """A consent with all that is listed of how it is given: "|signed, written |and dated informed consent|".

    Args:
        part: an item.
        following: the one that is listed behind it.
        tokens: the criterion.

    Returns:
        None where the items are anything else.
    """
    if not part.parts or not following.parts:
        return None
    words, consent = leaf(part.parts[-1]), leaf(following.parts[0])
    if consent is None or topic_of(consent) != _CONSENT or not _is_given(words, tokens):
        return None
    consent.reach(*words.extent)
    return Said(consent, part.parts[-1].negation or following.parts[0].negation)
