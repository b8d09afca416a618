"""Causes: what a reaction is to may be named right before it: "|vancomycin| allergy", "|MRI| is contraindicated"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.contraindications import CONTRAINDICATED, is_contraindication
from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.normalize.reaction_objects import bare_reaction
from eligibility.normalize.reactions import turn
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_DOMAIN = "condition"
_DRUG = "drug"
_PAIR = 2
_ADVISED = frozenset({"drug", "procedure"})
"""Domains of what may be contraindicated."""
_COPULAS = frozenset({"is", "are", "was", "were", "be", "being"})


def may_cause(draft: Draft | None, entity: Entity) -> bool:
    """Whether a condition right behind a drug may be a reaction to it: "vancomycin |allergy"."""
    if draft is None or draft.entity is None or draft.last != entity.first or draft.kind != "occurrence":
        return False
    return draft.entity.domain == _DRUG and entity.domain == _DOMAIN


def take_causes(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes one of a drug and of the reaction named right behind it, and lets it hold of the drugs listed before.

    "Codeine or |vancomycin allergy" is two allergies, and nobody takes anything.
    """
    advising = not CONTRAINDICATED.isdisjoint(tokens.words)
    for place, part in enumerate(parts):
        for at in range(len(part.parts) - 1, 0, -1):
            cause, said = part.parts[at - 1].tree, part.parts[at].tree
            if not isinstance(cause, Draft) or not isinstance(said, Draft):
                continue
            advised = advising and is_contraindication(said, tokens)
            causes = _is_advised(cause, said, tokens) if advised else said.entity and may_cause(cause, said.entity)
            if not causes or (reaction := bare_reaction(said, tokens, lexicon)) is None:
                continue
            _cause(cause, said, reaction)
            part.drop(at)
            before = place - 1 if at == 1 and not advised else -1
            while before >= 0 and joins[before] in LISTING and (one := _alone(parts[before])) is not None:
                turn(one, reaction)
                before -= 1
        for item in part.parts if advising else ():
            _take_before_reasons(item.tree, tokens, lexicon)


def _take_before_reasons(tree: Tree, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes one of what is contraindicated and of the words for it before reasons: "MRI |contraindications| (A)"."""
    both = tree.parts[0] if isinstance(tree, Op) and tree.kind == "any_of" else None
    if not isinstance(tree, Op) or not isinstance(both, Op) or len(both.parts) != _PAIR:
        return
    cause, said = both.parts
    if not isinstance(cause, Draft) or not isinstance(said, Draft) or not is_contraindication(said, tokens):
        return
    reaction = bare_reaction(said, tokens, lexicon) if _is_advised(cause, said, tokens) else None
    if reaction is not None:
        _cause(cause, said, reaction)
        tree.parts[0] = cause


def _is_advised(draft: Draft, said: Draft, tokens: Tokens) -> bool:
    """Whether words are that what stands before them is contraindicated: "MRI |contraindications|"."""
    near = all(word in _COPULAS for word in tokens.folded[draft.last : said.first])
    return near and draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _ADVISED


def _cause(cause: Draft, reaction: Draft, name: str) -> None:
    """Makes what a reaction is to of the drug named before it; what else is said of the reaction stays so."""
    cause.reach(*reaction.extent)
    turn(cause, name)
    if cause.entity is not None and reaction.entity is not None:
        cause.entity.modifiers.extend(reaction.entity.modifiers)
    elif cause.entity is not None:
        cause.entity.modifiers.extend(reaction.modifiers)
    cause.status = cause.status or reaction.status
    cause.when, cause.anchor = cause.when or reaction.when, cause.anchor or reaction.anchor


def _alone(part: Part) -> Draft | None:
    """The drug that is all that an item names."""
    draft = part.parts[0].tree if len(part.parts) == 1 and not part.own_status else None
    if not isinstance(draft, Draft) or draft.entity is None or draft.entity.domain != _DRUG:
        return None
    more = draft.limits or draft.durations or draft.when is not None or draft.toward is not None
    return None if more or draft.kind != "occurrence" else draft
