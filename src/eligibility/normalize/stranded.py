"""Stranded prepositions: "allergy to |or intolerance of aspirin", "prior treatment with |or allergy to nivolumab".

What an item says up to its preposition is to, or of, the object that the item behind it names: each has its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.reactions import objects_of, turn
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_TAKEN = frozenset(map(fold, ("treatment", "treated", "therapy", "exposure", "exposed", "use", "intake", "receipt")))
"""Words, as they are folded, with one of which it is said that something was taken: "prior |treatment| with"."""
_DRUG = "drug"
_CHOICE = frozenset({"and", "or"})


def share_stranded(parts: list[Part], joins: list[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that end in a preposition the object of a reaction that an item behind them names.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; they are changed.
        tokens: the criterion.
        lexicon: knows the reactions.
    """
    for place in range(len(parts) - 2, -1, -1):
        part = parts[place]
        if part.parts:
            continue
        if part.toward is not None and joins[place] == "comma":
            _rejoin(parts, joins, place)
        elif joins[place] in _CHOICE and (part.toward is not None or part.link is not None or _is_taken(part, tokens)):
            objects = objects_of(parts, joins, place + 1, tokens, lexicon)
            _give(part, parts[place + 1 : place + 1 + len(objects)], objects)


def _rejoin(parts: list[Part], joins: list[Join], place: int) -> None:
    """Puts a reaction before the object that only a comma parts it from: "or intolerance of|, aspirin"."""
    part, following = parts[place], parts[place + 1]
    draft = following.first
    if part.toward is None or draft is None or draft.toward is not None:
        return
    cue, first, end = part.toward
    draft.reach(first, end)
    turn(draft, cue.name)
    _modify(draft, part)
    following.modifiers = []
    following.own_status, following.status = part.own_status, part.status
    following.own_negation = part.own_negation
    del parts[place], joins[place]


def _give(part: Part, following: Sequence[Part], objects: Sequence[Draft]) -> None:
    """Gives an item what a reaction in the items behind it is to; that it was taken is not so of the reaction."""
    if not objects:
        return
    copies = [_copy(found, part) for found in objects]
    tree: Tree = copies[0] if len(copies) == 1 else Op("any_of", [*copies])
    part.parts.append(Said(tree, following[0].parts[0].negation))
    if part.toward is None:
        for draft in (draft for one in following if not one.own_status for draft in one.drafts()):
            draft.status = None
    part.toward, part.modifiers = None, []


def _copy(found: Draft, part: Part) -> Draft:
    """What an item says of an object: that one reacts to it, or takes it."""
    draft = Draft(found.kind, found.first, found.last, found.entity, modifiers=[*found.modifiers])
    if found.entity is not None:
        draft.entity = replace(found.entity, modifiers=[*found.entity.modifiers])
    if part.toward is not None:
        draft.reach(*part.toward[1:])
        turn(draft, part.toward[0].name)
        _modify(draft, part)
        return draft
    if part.status is not None:
        draft.status = part.status[0]
        draft.reach(*part.status[1:])
    if draft.kind == "words":
        draft.kind, draft.entity = "occurrence", Entity(found.first, found.last, _DRUG, by="taken")
        draft.modifiers = []
    _modify(draft, part)
    return draft


def _modify(draft: Draft, part: Part) -> None:
    """Gives a draft what was said before the preposition: "|known| allergy to"."""
    own = draft.modifiers if draft.entity is None else draft.entity.modifiers
    own[:0] = part.modifiers


def _is_taken(part: Part, tokens: Tokens) -> bool:
    """Whether an item says no more than that something was or is taken: "prior treatment with"."""
    return part.status is not None and not _TAKEN.isdisjoint(tokens.folded[part.status[1] : part.status[2]])
