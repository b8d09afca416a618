"""Reactions whose objects are a list of their own: "allergy to any of the following: |penicillin|, |latex|"."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.normalize.reaction_objects import may_be_object
from eligibility.normalize.reactions import name_reaction, turn
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens


def announced_reaction(tail: Part) -> str | None:
    """The reaction that an item over a list ends in, where it does not say what it is to."""
    return tail.toward[0].name if tail.toward is not None and not tail.parts else None


def react_below(drafts: Iterable[Draft], reaction: str, tokens: Tokens, lexicon: Lexicon) -> int:
    """Makes what an item of such a list names the object of the reaction.

    Args:
        drafts: what the item says; changed.
        reaction: the reaction that the item above it ends in.
        tokens: the item.
        lexicon: knows the reactions.

    Returns:
        How many tokens have been mere words until then.
    """
    words = 0
    for draft in drafts:
        if may_be_object(draft):
            words += draft.last - draft.first if draft.kind == "words" else 0
            turn(draft, reaction)
            name_reaction(draft, reaction, tokens, lexicon)
    return words
