"""Shared heads and tails of names.

"hepatitis B or |C", "hypertrophic or alcoholic |cardiomyopathy", "type 1 or |type 2 diabetes".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, lookup_words

_ADJECTIVE = re.compile(
    r"(?:ic|al|ive|ous|ary|ar|ant|ent|ed|oid|ory|able|ible|ile|less|form|immune|partum|term|stage|grade)$"
)
_TYPE = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d{1,2}[a-z]?)$")
_LONGEST = 3
_DEGREES = frozenset({"severity", "control"})
"""Modifiers that say how bad something is."""
_ENOUGH = 2
"""Known things of one domain in a list, before its unknown items are taken to be alike."""


def share_nouns(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that are only an adjective or a type the noun that they share with a neighbour."""
    source: Entity | None = None
    for place in range(len(parts) - 2, -1, -1):
        words = _last_words(parts[place])
        entity = source or _first_entity(parts[place + 1])
        source = None
        if words is None or entity is None or joins[place] == "colon":
            continue
        if _is_whole(words, entity):
            continue
        rule = _named(_joined(words, entity.first, entity.last, tokens), entity, lexicon)
        alone = len(parts[place].parts) == 1
        if rule is not None or (alone and words.kind == "words" and _adjectival(words, tokens)):
            _complete(words, rule, entity)
            source = entity
    source = None
    for place in range(1, len(parts)):
        words = _only_words(parts[place])
        entity = source or _first_entity(parts[place - 1])
        source = None
        if (
            words is not None
            and words.kind == "words"
            and entity is not None
            and joins[place - 1] != "colon"
            and _is_type(words, tokens)
        ):
            head = tokens.surface(entity.first, entity.last).split()[:-1]
            rule = _named([*head, tokens.surface(words.first, words.last)], entity, lexicon)
            _complete(words, rule, entity)
            source = entity


def share_modifiers(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Puts a modifier that stands alone to the one that the next item begins with: "|severe or |moderate asthma"."""
    for place in range(len(parts) - 2, -1, -1):
        part = parts[place]
        if not _only_modifies(part) or joins[place] not in {"and", "or", "comma"}:
            continue
        following = parts[place + 1].drafts()
        entity = following[0].entity if following else None
        beside = parts[place + 1].modifiers or (entity.modifiers if entity is not None else [])
        one, two = part.modifiers[-1], beside[0] if beside else None
        if _is_alternative(parts, joins, place):
            beside[:] = [said for said in beside if said is not two]
        elif two is not None and one.last <= two.first:
            two.first, two.name = one.first, tokens.surface(one.first, two.last)
            beside.extend(part.modifiers[:-1])
        elif joins[place] == "comma" and entity is not None:
            beside.extend(part.modifiers)
        else:
            continue
        if following:
            following[0].reach(part.modifiers[0].first, part.modifiers[-1].last)
        del parts[place], joins[place]


def share_degrees(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """How bad the first of several alternatives is, the others are too: "|severe heart or |liver dysfunction"."""
    for place in range(len(parts) - 1):
        first, second = parts[place].drafts(), parts[place + 1].drafts()
        if (
            joins[place] != "or"
            or len(first) != 1
            or not second
            or parts[place].own_negation != parts[place + 1].own_negation
        ):
            continue
        one, two = first[0].entity, second[0].entity
        if (
            one is None
            or two is None
            or one.domain != two.domain
            or two.modifiers
            or first[0].limits
            or first[0].when
            or first[0].bracketed
        ):
            continue
        degrees = [said for said in one.modifiers if said.kind in _DEGREES and said.last <= one.first]
        if degrees:
            two.modifiers = [replace(said, shared=True) for said in degrees]


def _only_modifies(part: Part) -> bool:
    """Whether an item says nothing but a modifier."""
    more = part.parts or part.limit or part.when or part.duration or part.value or part.listed or part.own_negation
    return bool(part.modifiers) and not more


def _is_alternative(parts: Sequence[Part], joins: Sequence[Join], place: int) -> bool:
    """Whether a status alone will do as well as the modifier: "active or |chronic, bleeding"."""
    before = parts[place - 1] if place else None
    return before is not None and before.own_status and not before.parts and joins[place - 1] == "or"


def share_domains(parts: Sequence[Part], tokens: Tokens) -> None:
    """Takes a short unknown item among things of one domain to be one of them: "insulin, |dasiglucagon|, metformin"."""
    single = [found[0] for part in parts if len(found := part.drafts()) == 1]
    domains = {draft.entity.domain for draft in single if draft.kind == "occurrence" and draft.entity is not None}
    known = sum(draft.kind == "occurrence" for draft in single)
    pair = len(parts) == _ENOUGH and len(single) == _ENOUGH and _is_abbreviation(single, tokens)
    if len(domains) != 1 or (known < _ENOUGH and not pair):
        return
    domain = next(iter(domains))
    for part in parts:
        words = _only_words(part)
        if (
            words is not None
            and words.kind == "words"
            and words.when is None
            and not words.bracketed
            and len(tokens.surface(words.first, words.last)) > 2
        ):
            words.kind = "occurrence"
            words.entity = Entity(words.first, words.last, domain, by="list")


def _is_abbreviation(pair: Sequence[Draft], tokens: Tokens) -> bool:
    """Whether one of two items is an unknown abbreviation, and the other a concept: "|MEM| or amantadine"."""
    unknown = [draft for draft in pair if draft.kind == "words"]
    known = [draft for draft in pair if draft.entity is not None and draft.entity.by == "concept"]
    if len(unknown) != 1 or len(known) != 1:
        return False
    written = tokens.written[unknown[0].first]
    return unknown[0].last - unknown[0].first == 1 and written.isupper() and written.isalpha()


def _only_words(part: Part) -> Draft | None:
    found = part.drafts()
    if (
        len(found) == 1
        and found[0].kind in {"words", "occurrence"}
        and not found[0].when
        and found[0].last - found[0].first <= _LONGEST
        and part.limit is None
    ):
        return found[0]
    return None


def _is_whole(words: Draft, entity: Entity) -> bool:
    """Whether an item names a thing like its neighbour's by itself: "fracture or dislocation" shares no noun."""
    own = words.entity
    return own is not None and own.rule is not None and own.rule.domain == entity.domain and own.by == "concept"


def _last_words(part: Part) -> Draft | None:
    """The adjective that an item ends in: "asthma with |liver or kidney disease"."""
    last = part.last
    if last is None or last.kind != "words" or last.when or part.limit is not None or last.last - last.first > _LONGEST:
        return _only_words(part)
    return last


def _first_entity(part: Part) -> Entity | None:
    found = part.drafts()
    return found[0].entity if found and found[0].kind == "occurrence" else None


def _adjectival(words: Draft, tokens: Tokens) -> bool:
    last = tokens.surface(words.last - 1, words.last)
    return bool(_ADJECTIVE.search(last) or _TYPE.match(last))


def _is_type(words: Draft, tokens: Tokens) -> bool:
    return words.last - words.first == 1 and bool(_TYPE.match(tokens.surface(words.first, words.last)))


def _joined(words: Draft, first: int, last: int, tokens: Tokens) -> list[str]:
    own = tokens.surface(words.first, words.last).split()
    shared = tokens.surface(first, last).split()
    return [*own, *shared[min(len(own), len(shared) - 1) :]]


def _named(full: Sequence[str], entity: Entity, lexicon: Lexicon) -> ConceptRule | None:
    """The concept that an item names together with what it shares, in the domain of its neighbour."""
    folded, _ = lookup_words(Tokens(" ".join(full)))
    phrase = lexicon.phrases.get(folded)
    rule = phrase.concept if phrase is not None else None
    return rule if rule is not None and rule.domain == entity.domain else None


def _complete(words: Draft, rule: ConceptRule | None, entity: Entity) -> None:
    """Makes a draft of words an occurrence in the domain of its neighbour, named if the vocabulary knows the whole."""
    modifiers = words.entity.modifiers if words.entity is not None else []
    words.kind = "occurrence"
    words.entity = Entity(words.first, words.last, entity.domain, rule, modifiers, by="shared")
