"""What a reaction is to: the object that an item names with it, and what may be one."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft, Op, drafts_of, first_of
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

GOVERNING = frozenset(map(fold, ("response", "failed", "failure", "refractory", "resistant", "resistance")))
"""The last words, folded, of what is to or of a drug and is no reaction."""
OBJECTS = frozenset({"drug", "device", "measurement"})
"""The domains of what one may be allergic to, where "allergy to" stands only before the first of a list."""
_DOMAIN = "condition"
_DONE = "procedure"
_TO = frozenset({"to", "for"})
_LONGEST_CUE = 6


def object_place(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> int | None:
    """Where the object of a reaction begins in a draft that names the object, or the reaction with it."""
    if draft.toward is not None:
        return draft.first
    for last in range(min(draft.last, draft.first + _LONGEST_CUE) - 1, draft.first + 1, -1):
        if lexicon.phrases.cue(tokens.folded[draft.first : last], "toward") is not None:
            return last
    return None


def bare_reaction(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The reaction that a draft names without what it is to: "|allergy| or contraindication to gadolinium"."""
    cue = lexicon.phrases.cue((*tokens.folded[draft.first : draft.last], "to"), "toward")
    return None if cue is None else cue.name


def is_of_drug(draft: Draft, tokens: Tokens) -> bool:
    """Whether a draft says what is to a drug and is no reaction: "inadequate |response|".

    It is no condition: "renal |failure| or intolerance to metformin".
    """
    had = draft.entity is not None and draft.entity.domain == _DOMAIN
    return not had and tokens.folded[draft.last - 1] in GOVERNING


def object_of(part: Part, tokens: Tokens, lexicon: Lexicon) -> Draft | None:
    """What a reaction or a response that an item begins with is to; None where it names none."""
    first = part.parts[0].tree if part.parts else None
    if isinstance(first, Op) and all(one.bracketed for one in drafts_of(first)[1:]):
        first = first_of(first)
    if not isinstance(first, Draft) or part.own_negation:
        return None
    if len(part.parts) == 1 and (first.toward is not None or reaction_of(first, tokens, lexicon) is not None):
        return named_object(first, tokens, lexicon)
    second = part.parts[1].tree if len(part.parts) > 1 else None
    governs = is_of_drug(first, tokens) or bare_reaction(first, tokens, lexicon)
    if not governs or not isinstance(second, Draft) or second.link not in _TO:
        return None
    done = second.entity is not None and second.entity.domain == _DONE
    return second if done or may_be_object(second) else None


def named_object(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> Draft | None:
    """What a reaction is to, as a thing of its own: "metformin" of "intolerance to metformin"."""
    said = tokens.folded[draft.first : draft.last]
    first = draft.first if draft.toward is not None or "to" not in said else draft.first + said.index("to") + 1
    if first == draft.last:
        return None
    phrase = lexicon.phrases.get(tuple(tokens.folded[first : draft.last]))
    if phrase is None or phrase.concept is None:
        return Draft("words", first, draft.last)
    entity = Entity(first, draft.last, phrase.concept.domain, phrase.concept)
    return Draft("occurrence", first, draft.last, entity)


def reaction_of(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The reaction that a draft is the object of, or that the concept begins with ("|allergy to| penicillin")."""
    if draft.toward is not None or draft.kind != "occurrence" or draft.entity is None:
        return draft.toward
    for last in range(draft.first + 2, min(draft.last, draft.first + _LONGEST_CUE)):
        cue = lexicon.phrases.cue(tokens.folded[draft.first : last], "toward")
        if cue is not None:
            return cue.name
    return None


def may_be_object(draft: Draft, *, timed: bool = False) -> bool:
    """Whether a draft may be what a reaction said before it is to.

    Args:
        draft: the draft.
        timed: whether a time behind it may be that of the reaction: "abuse of alcohol or |cocaine within a year|".
    """
    if draft.toward is not None or draft.limits or (draft.when is not None and not timed):
        return False
    if draft.kind == "words":
        return True
    return draft.named and not draft.values and draft.entity is not None and draft.entity.domain in OBJECTS
