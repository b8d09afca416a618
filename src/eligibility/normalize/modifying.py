"""Modifiers that something stands between and what they modify: "|other| active asthma", "blood pressure |stable"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Chunk, Entity, Modifier, tags_of
from eligibility.tagging.tokens import Tokens

_WHO = frozenset({"sex", "age"})
"""Kinds of drafts that say who it is; what stands before them is said of what they have."""
_COPULAS = frozenset({"is", "are", "be"})
_SIDE = "laterality"
_DEMANDING = "necessity"
_PAIR = 2
_BETWEEN = frozenset({"OR", "COMMA", "SLASH"})
_SINGLE = frozenset({"route", "severity"})
"""The kinds of modifiers of which one thing has only one at a time: "steroids |(oral, inhaled)|" are either."""
_ALTERNATIVES = _BETWEEN | {"MODIFIER", "STATUS"}
"""Tags of modifiers, and what parts them."""

_SPREAD = "spread"
SIGNS = "signs"
"""The modifier that says that there are signs of something; where there are none, it is not there."""


def modify(draft: Draft, part: Part) -> None:
    """Gives a draft that comes into an item the modifiers that wait for it; how far a tumor is is said of no drug."""
    if draft.kind in _WHO:
        return
    waiting, part.modifiers = part.modifiers, []
    if draft.entity is not None and draft.entity.domain == "drug" and waiting[-1].kind == _SPREAD:
        leave_modifiers(waiting, part)
        return
    said = modifiers_of(draft)
    said[:0] = waiting
    draft.reach(waiting[0].first, waiting[-1].last)


def is_demanded(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether words only say once more that something is asked for: "a negative test |is required|"."""
    demanding = all(one.kind == _DEMANDING for one in chunk.value)
    return demanding and chunk.first > 0 and tokens.folded[chunk.first - 1] in _COPULAS


def settle_modifiers(part: Part) -> None:
    """Gives the last draft of an item the modifiers behind it that nothing has come for.

    Behind a preposition they are of something that is not named ("diabetes for |several| years"): they are left as
    words, unless they say on which side ("glaucoma in |the fellow eye|"). That something "is |required" modifies
    nothing. What brackets right behind them say is what they mean: "well controlled |(HbA1c < 8 %)".
    """
    waiting, part.modifiers = [one for one in part.modifiers if one.kind != _DEMANDING], []
    if not waiting:
        return
    last = part.last_open
    if last is None and part.last is not None:
        part.last.reach(waiting[0].first, waiting[-1].last)
        return
    linked = part.link is not None and waiting[0].first >= part.linked
    placed = not linked or all(one.kind == _SIDE for one in waiting)
    if last is None or last.kind in _WHO or not placed:
        leave_modifiers(waiting, part)
        return
    modifiers_of(last).extend(waiting)
    last.reach(waiting[0].first, waiting[-1].last)


def leave_modifiers(waiting: Sequence[Modifier], part: Part, negation: int = 0) -> None:
    """Makes words of modifiers that have found nothing to modify, so that they are not lost.

    "Signs of" is nothing without what they are of, and only counts against the coverage.
    """
    part.modifiers = []
    waiting = [one for one in waiting if one.name != SIGNS]
    if not waiting:
        return
    draft = Draft("words", *place_of(waiting), link=part.link, modifiers=list(waiting))
    part.parts.append(Said(draft, negation))


def place_of(waiting: Sequence[Modifier]) -> tuple[int, int]:
    """The tokens from the first to the last of some modifiers, without those that stand with another thing."""
    own = [one for one in waiting if not one.shared] or waiting
    return min(one.first for one in own), max(one.last for one in own)


def is_modifier(draft: Draft) -> bool:
    """Whether a draft is only modifiers that nothing has been found for."""
    return draft.kind == "words" and bool(draft.modifiers) and draft.modifiers[0].first == draft.first


def name_again(words: Draft, thing: Draft, entity: Entity, modifiers: list[Modifier]) -> None:
    """Makes of words that only say more of a thing that thing once more, with what they say of it.

    Args:
        words: the words; they are changed.
        thing: what they say more of.
        entity: what that is.
        modifiers: what the words say.
    """
    words.kind, words.first, words.last = "occurrence", thing.first, thing.last
    words.entity = Entity(thing.first, thing.last, entity.domain, entity.rule, modifiers, by="shared", name=entity.name)


def modifiers_of(draft: Draft) -> list[Modifier]:
    """The modifiers of a draft, to add to."""
    return draft.modifiers if draft.entity is None else draft.entity.modifiers


def one_of(inside: Sequence[Chunk], tokens: Tokens) -> Chunk | None:
    """Modifiers of one kind that are alternatives as one: "antibiotics |(oral, inhaled or intravenous)|".

    None where they are something else.

    What is planned or past is of their kind where it is an alternative to them: "surgery |(elective or emergency)|".
    """
    tags = tags_of(inside)
    if _BETWEEN.isdisjoint(tags) or not _ALTERNATIVES.issuperset(tags):
        return None
    said = [one for chunk in inside if chunk.tag == "MODIFIER" for one in chunk.value]
    if "OR" not in tags and not _SINGLE.issuperset(one.kind for one in said):
        return None
    if len({one.kind for one in said}) != 1 or len(said) != tags.count("MODIFIER"):
        return None
    if len(said) + tags.count("STATUS") < _PAIR or tags[0] in _BETWEEN or tags[-1] in _BETWEEN:
        return None
    first, last = inside[0].first, inside[-1].last
    one = Modifier(said[0].kind, tokens.surface(first, last), first, last, behind=said[0].behind)
    return Chunk("MODIFIER", first, last, [one])


def share_reaction(before: Draft | None, draft: Draft) -> None:
    """Gives an object what is said before the reaction that it shares: "|severe (grade 3)| allergy to eggs or |milk".

    Args:
        before: the object before it, with all that is said of the reaction.
        draft: the object.
    """
    one, two = before.entity if before is not None else None, draft.entity
    if before is None or one is None or two is None:
        return
    if not two.modifiers:
        two.modifiers = [said for said in one.modifiers if said.last <= one.first]
    graded = [limit for limit in before.limits if limit.last <= one.first and not limit.calendar]
    if graded and not draft.limits and (before.scale is not None or graded[0].scale is not None):
        draft.limits, draft.scale = graded, before.scale
