"""Causes: what a reaction is to may be named right before it: "|vancomycin| allergy", "|MRI| is contraindicated"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.contraindications import is_contraindication
from eligibility.normalize.drafts import Draft, Op
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.normalize.reactions import bare_reaction, turn
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_DOMAIN = "condition"
_DRUG = "drug"
_ADVISED = frozenset({"drug", "procedure"})
"""Domains of what may be contraindicated."""
_COPULAS = frozenset({"is", "are", "was", "were", "be", "being"})


def may_react(last: Draft | None, entity: Entity, tokens: Tokens) -> bool:
    """Whether a condition may be a reaction to what stands before it, or one to nothing."""
    return is_contraindication(entity) or may_cause(last, entity, tokens)


def may_cause(draft: Draft | None, entity: Entity, tokens: Tokens) -> bool:
    """Whether a condition behind a drug may be a reaction to it: "vancomycin |allergy", "MRI is |contraindicated"."""
    if draft is None or draft.entity is None or draft.kind != "occurrence" or entity.domain != _DOMAIN:
        return False
    if is_contraindication(entity):
        near = all(word in _COPULAS for word in tokens.folded[draft.last : entity.first])
        return near and draft.entity.domain in _ADVISED
    return draft.last == entity.first and draft.entity.domain == _DRUG


def take_causes(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes one of a drug and of the reaction named right behind it, and lets it hold of the drugs listed before.

    "Codeine or |vancomycin allergy" is two allergies, and nobody takes anything. A contraindication to nothing that is
    named is words.
    """
    for place, part in enumerate(parts):
        for at in range(len(part.parts) - 1, 0, -1):
            cause, said = part.parts[at - 1].tree, part.parts[at].tree
            group = said if isinstance(said, Op) and said.kind == "any_of" else None
            said = group.parts[0] if group is not None else said
            if not isinstance(cause, Draft) or not isinstance(said, Draft) or said.entity is None:
                continue
            if not may_cause(cause, said.entity, tokens) or (reaction := bare_reaction(said, tokens, lexicon)) is None:
                continue
            advised = is_contraindication(said.entity)
            _cause(cause, said, reaction)
            if group is not None:
                group.parts[0] = cause
            part.drop(at if group is None else at - 1)
            before = place - 1 if at == 1 and not advised else -1
            while before >= 0 and joins[before] in LISTING and (one := _alone(parts[before])) is not None:
                turn(one, reaction)
                before -= 1
        for draft in part.drafts():
            if draft.toward is None and draft.entity is not None and is_contraindication(draft.entity):
                draft.kind, draft.modifiers, draft.entity = "words", draft.entity.modifiers, None


def _cause(cause: Draft, reaction: Draft, name: str) -> None:
    """Makes what a reaction is to of the drug named before it; what else is said of the reaction stays so."""
    cause.reach(*reaction.extent)
    turn(cause, name)
    if cause.entity is not None and reaction.entity is not None:
        cause.entity.modifiers.extend(reaction.entity.modifiers)
    cause.status = cause.status or reaction.status
    cause.when, cause.anchor = cause.when or reaction.when, cause.anchor or reaction.anchor


def _alone(part: Part) -> Draft | None:
    """The drug that is all that an item names."""
    draft = part.parts[0].tree if len(part.parts) == 1 and not part.own_status else None
    if not isinstance(draft, Draft) or draft.entity is None or draft.entity.domain != _DRUG:
        return None
    more = draft.limits or draft.durations or draft.when is not None or draft.toward is not None
    return None if more or draft.kind != "occurrence" else draft
