"""Reactions: what "allergy to" and "intolerance to" are followed by is their object, and is not taken or had.

"Allergy to |penicillin or |sulfonamides" is two allergies: the reaction is repeated, each keeps its own concept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, lookup_words

_DOMAIN = "condition"
_OBJECTS = frozenset({"drug", "device", "measurement"})
"""The domains of what one may be allergic to, where "allergy to" stands only before the first of a list."""
_DONE = "procedure"
_WITHIN = frozenset({"of", "in"})
_LONGEST = 6
_LONGEST_CUE = 6


def turn(draft: Draft, reaction: str) -> None:
    """Makes what a draft names the object of a reaction."""
    entity = draft.entity or Entity(draft.first, draft.last, _DOMAIN, modifiers=draft.modifiers, by="toward")
    draft.kind, draft.toward = "occurrence", reaction
    draft.entity = Entity(entity.first, entity.last, _DOMAIN, entity.rule, entity.modifiers, by="toward")


def react(draft: Draft, part: Part) -> None:
    """Makes a draft that comes into an item the object of the reaction said before it.

    "Allergy to |penicillin"; and of examples of an object: "allergy to antibiotics such as |penicillin".
    """
    last = part.last
    if part.toward is not None and draft.kind in {"occurrence", "words", "measurement"}:
        (cue, first, end), part.toward = part.toward, None
        draft.reach(first, end)
        turn(draft, cue.name)
    elif last is not None and last.toward is not None and part.examples is not None:
        turn(draft, last.toward)


def completes(chunk: Chunk, part: Part, tokens: Tokens) -> bool:
    """Lets a chunk complete the object of a reaction ("allergy to a component |of the vaccine"); says if it does."""
    last = part.last
    if last is None or last.toward is None or _WITHIN.isdisjoint(tokens.folded[last.last : chunk.first]):
        return False
    last.last, part.link = chunk.last, None
    last.reach(chunk.first, chunk.last)
    return True


def share_reactions(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Lets a reaction hold for all that is listed with its object, and names each reaction that the rules know."""
    place = 0
    while place < len(parts):
        last = parts[place].last
        reaction = _reaction(last, tokens, lexicon) if last is not None else None
        place += 1
        if reaction is None:
            continue
        _share_object(parts, joins, place - 1, tokens, lexicon)
        for part in parts[place : _end(parts, joins, place - 1, tokens)]:
            turn(_one(part), reaction)
            place += 1
    for draft in (draft for part in parts for draft in part.drafts()):
        if draft.toward is not None:
            _name(draft, draft.toward, tokens, lexicon)


def _share_object(parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives the reactions listed before an item its object: "|allergy, |intolerance or contraindication to heparin"."""
    of = parts[place].parts[0].tree
    if not isinstance(of, Draft) or (first := _object(of, tokens, lexicon)) is None:
        return
    at = place - 1
    while at >= 0 and joins[at] in {"and", "or", "comma"} and len(parts[at].parts) == 1:
        draft = parts[at].last
        phrase = None
        if draft is not None and draft.kind in {"occurrence", "words"} and draft.toward is None and draft.when is None:
            words, _ = lookup_words(Tokens(f"{tokens.surface(draft.first, draft.last)} to"))
            phrase = lexicon.phrases.get(tuple(words))
        if draft is None or phrase is None or "toward" not in phrase.cues:
            return
        own = draft.modifiers if draft.entity is None else draft.entity.modifiers
        draft.first, draft.last = first, of.last
        draft.entity, draft.modifiers = None, own
        if of.toward is not None and of.entity is not None:
            draft.entity = replace(of.entity, modifiers=own)
        turn(draft, phrase.cues["toward"].name)
        at -= 1


def _object(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> int | None:
    """Where the object of a reaction begins in a draft that names the object, or the reaction with it."""
    if draft.toward is not None:
        return draft.first
    for last in range(min(draft.last, draft.first + _LONGEST_CUE) - 1, draft.first + 1, -1):
        phrase = lexicon.phrases.get(tuple(tokens.folded[draft.first : last]))
        if phrase is not None and "toward" in phrase.cues:
            return last
    return None


def _reaction(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The reaction that a draft is the object of, or that the concept begins with ("|allergy to| penicillin")."""
    if draft.toward is not None or draft.kind != "occurrence" or draft.entity is None:
        return draft.toward
    for last in range(draft.first + 2, min(draft.last, draft.first + _LONGEST_CUE)):
        phrase = lexicon.phrases.get(tuple(tokens.folded[draft.first : last]))
        if phrase is not None and "toward" in phrase.cues:
            return phrase.cues["toward"].name
    return None


def _end(parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens) -> int:
    """Where the list ends whose first item is an object: after the last object that "and" or "or" stands before."""
    end = at = place + 1
    while at < len(parts) and joins[at - 1] in {"and", "or", "comma"} and _goes_on(parts[at], parts[place], tokens):
        at += 1
        if joins[at - 2] != "comma":
            end = at
    return end


def _goes_on(part: Part, before: Part, tokens: Tokens) -> bool:
    """Whether an item is one object more: "|aspirin", "|any component of the vaccine", or of the kind of the first."""
    if not part.parts or part.own_status or part.own_negation or part.clausal or part.people or part.when:
        return False
    found = part.drafts()
    whole = all("of" in tokens.folded[one.last : two.first] for one, two in pairwise(found))
    if not whole or found[-1].last - found[0].first > _LONGEST:
        return False
    return all(may_be_object(draft) for draft in found) or (len(found) == 1 and _is_alike(found[0], before.last))


def _is_alike(draft: Draft, before: Draft | None) -> bool:
    """Whether a draft names something of the domain of the object before it: "contraindications to MRI or |CT"."""
    one, two = draft.entity, before.entity if before is not None else None
    if one is None or two is None or one.rule is None or two.rule is None or draft.limits or draft.when is not None:
        return False
    return draft.toward is None and one.rule.domain == two.rule.domain == _DONE


def _one(part: Part) -> Draft:
    """All that an item names as one: "any component |of the vaccine"."""
    first, *rest = part.drafts()
    if rest:
        first.kind, first.entity, first.last = "words", None, rest[-1].last
        first.reach(*rest[-1].extent)
        part.parts = [Said(first, part.parts[0].negation)]
    return first


def may_be_object(draft: Draft) -> bool:
    """Whether a draft may be what a reaction said before it is to."""
    if draft.toward is not None or draft.limits or draft.when is not None:
        return False
    if draft.kind == "words":
        return True
    return draft.named and not draft.values and draft.entity is not None and draft.entity.domain in _OBJECTS


def _name(draft: Draft, reaction: str, tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives a reaction its own concept, where the rules have one for it."""
    words, _ = lookup_words(Tokens(f"{reaction} {tokens.surface(draft.first, draft.last)}"))
    phrase = lexicon.phrases.get(tuple(words))
    rule = phrase.concept if phrase is not None else None
    if rule is not None and rule.domain == _DOMAIN and draft.entity is not None:
        draft.entity.rule, draft.toward = rule, None
