"""Shared heads and tails of names.

"hepatitis B or |C", "hypertrophic or alcoholic |cardiomyopathy", "type 1 or |type 2 diabetes".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligibility.normalize.causes import CAUSE
from eligibility.normalize.completing import LONGEST, TYPE, complete, first_entity, only_words
from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.heads_of_kind import HEADS, named_by_kind
from eligibility.normalize.joins import Join
from eligibility.normalize.listed_types import goes_with, number_noun, share_types
from eligibility.normalize.modifying import is_modifier
from eligibility.normalize.parts import Part
from eligibility.normalize.premodifiers import share_premodifiers
from eligibility.normalize.shared_ends import share_ends
from eligibility.normalize.shared_kinds import share_kinds
from eligibility.normalize.typed import named_together, share_heads_of_types
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_ADJECTIVE = re.compile(
    r"(?:ic|al|ive|ous|ary|ar|ant|ent|ed|oid|ory|able|ible|ile|less|form|immune|partum|term|stage|grade)$"
)
_NOUNS = frozenset(
    {"intent", "accident", "agent", "event", "stent", "attempt", "removal", "retrieval", "withdrawal", "referral",
     "survival", "refusal"}
)  # fmt: skip
"""Nouns that end as adjectives do."""
_DONE = frozenset({"failed", "refused", "declined", "discontinued", "stopped"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th"})
_DEGREE = "degree"
_CARDIAC = "cardiac"
_NATURE = "nature"
"""The kind of modifiers that may name a thing: "|medical| illness"."""
_APART = frozenset({"colon", "next"})
"""Joins over which an item takes no noun: "two of: |penicillin|; egg allergy" counts a drug and an allergy."""
_MADE_OF = frozenset({"condition", "procedure"})
"""Domains of names that words before them may begin, a measurement's too: "magnesium or zinc |deficiency"."""
_ORGANS = frozenset(
    {"cord", "tract", "tube", "gland", "duct", "nerve", "vein", "artery", "valve", "joint", "marrow", "tissue", "tree",
     "lobe", "system", "cell", "junction"}
)  # fmt: skip
"""Words that name an organ with the word before them."""
_PAIR = 2
"""Words of a name of which each is shared by itself."""


def share_nouns(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that are only an adjective or a type the noun that they share with a neighbour."""
    share_heads_of_types(parts, joins, tokens, lexicon)
    share_ends(parts, joins, tokens, lexicon)
    source: Entity | None = None
    for place in range(len(parts) - 2, -1, -1):
        words = _last_words(parts[place]) or _before_brackets(parts[place], tokens)
        if words is not None and place and goes_with(words, parts[place - 1], tokens):
            source = None
            continue
        known, source = source, None
        if words is None or words.durations or joins[place] in _APART:
            continue
        entity = first_entity(parts[place + 1])
        entity = known if known is not None and (entity is None or entity.by == "shared") else entity
        if entity is None:
            continue
        if _is_whole(words, entity):
            source = entity if _name_whole(words, parts[place + 1], entity, tokens, lexicon) else None
            continue
        if _is_placed(words, parts[place + 1]):
            continue
        named_so = (
            name(words, entity, parts[place + 1], tokens, lexicon) for name in (_name_by_degree, _name_by_nature)
        )
        if (by_kind := any(named_so)) or is_modifier(words):
            source = entity if by_kind else None
            continue
        if _needs_no_noun(words, entity, parts[place + 1], tokens, lexicon):
            continue
        caused = _is_caused(entity)
        full = _joined(words, entity.first, entity.last, tokens, whole=caused)
        rule = named_together(full, entity, lexicon)
        whole = caused or _stands_for_first(words, entity, tokens, lexicon)
        if (
            rule is None
            and not whole
            and (words.kind == "measurement" or (words.kind == "words" and words.link is None))
        ):
            rule = named_together([tokens.surface(words.first, words.last), full[-1]], entity, lexicon)
        if words.kind == "measurement" and (rule is None or entity.domain not in _MADE_OF):
            continue
        alone = len(parts[place].parts) == 1 or parts[place].drafts()[1].bracketed
        if rule is not None or (
            alone and words.kind == "words" and _adjectival(words, tokens) and not _is_done(words, tokens)
        ):
            name = full if whole else _with_last(words, entity, tokens)
            named = _is_named(words) and _ADJECTIVE.search(tokens.folded[entity.first]) is not None
            completed = complete(words, rule, entity, name)
            completed.loose = named
            completed.across = _negation(parts[place], words) != _negation(parts[place + 1])
            parts[place + 1].bound = True
            number_noun(words, parts[place + 1], tokens, lexicon)
            source = entity
    share_types(parts, joins, tokens, lexicon)
    share_premodifiers(parts, joins, tokens, lexicon)
    share_kinds(parts, joins, tokens, lexicon)


def _name_whole(words: Draft, following: Part, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Names a thing by itself with the noun of its neighbour, if that makes it another: "alcoholic or |hepatitis|"."""
    rule = None if following.clausal else _named_after(words, entity, tokens, lexicon)
    kind = None
    if rule is None and not HEADS.isdisjoint(tokens.words):
        kind = named_by_kind(words, following.first, entity, tokens, lexicon)
    if rule is None and kind is None:
        return False
    complete(words, rule or kind, entity, ()).loose = kind is not None
    following.bound = True
    return True


def _stands_for_first(words: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether an adjective stands for the first word of a name and no more: "|nutritional| or metabolic bone disease".

    A modifier is none that it stands for, nor is what names an organ with the word behind it: "renal or |chronic|
    hepatic disease", "hepatic or |biliary| tract disease".
    """
    first, second = tokens.folded[entity.first], tokens.folded[entity.first + 1 : entity.first + 2]
    if entity.domain not in _MADE_OF or entity.last - entity.first <= _PAIR or not _ORGANS.isdisjoint(second):
        return False
    if lexicon.modifies((first,)):
        return False
    both = (tokens.folded[words.last - 1], first)
    return all(_ADJECTIVE.search(word) or word.endswith("ing") for word in both)


def _needs_no_noun(words: Draft, entity: Entity, following: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a thing by itself shares no noun: "|cancer| or chemotherapy", "|glaucoma| or ocular surgery".

    It does where its neighbour has a thing of the same kind in its name ("glaucoma or |cataract| surgery"), and may
    where no name stands there ("hernia or |bariatric| surgery"), or where the noun makes it a name of the neighbour's
    kind ("|immunosuppressive| or immunodeficient condition").
    """
    own = words.entity
    if own is None or own.rule is None or not _is_named(words):
        return False
    stated = following.own_status and (following.status is None or following.status[1] < entity.first)
    if entity.last - entity.first == 1 or following.clausal or stated or following.leading:
        return True
    if own.domain != entity.domain and (following.apart or _is_only_modified(entity, tokens, lexicon)):
        return True
    if words.last - words.first == 1 and _ADJECTIVE.search(tokens.folded[words.first]):
        full = [tokens.surface(words.first, words.last), tokens.surface(entity.last - 1, entity.last)]
        named = named_together(full, entity, lexicon)
        if named is not None and named.domain == entity.domain != own.domain:
            return False
    if not _is_of_another(own, entity.first, entity.last - 1, tokens, lexicon):
        return False
    length, before = own.last - own.first, entity.last - 1 - entity.first
    return length >= before or _is_of_another(own, entity.first, entity.first + length, tokens, lexicon)


def _is_only_modified(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether what stands before the noun of a name says how bad or large it is: "|major| surgery"."""
    phrase = lexicon.phrases.get(tokens.folded[entity.first : entity.last - 1])
    return phrase is not None and ("severity" in phrase.cues or "modifier" in phrase.cues)


def _name_by_nature(words: Draft, entity: Entity, following: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "Serious |medical| or psychiatric illness": whether a modifier names a thing with the noun of its neighbour."""
    if not is_modifier(words) or words.modifiers[-1].kind != _NATURE:
        return False
    said = words.modifiers[-1]
    own, noun = tokens.surface(said.first, said.last), tokens.surface(entity.last - 1, entity.last)
    rule = named_together([own, noun], entity, lexicon)
    if rule is None:
        return False
    words.modifiers = words.modifiers[:-1]
    words.first, words.last, words.entity = said.first, said.last, None
    complete(words, rule, entity, ())
    following.bound = True
    return True


def _name_by_degree(words: Draft, entity: Entity, following: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "|Second|- or third-degree burn": whether a number that says which degree names a thing with its neighbour."""
    first = min([one.first for one in words.modifiers[-1:]] + [words.first])
    own, shared = tokens.folded[first : words.last], tokens.folded[entity.first : entity.last]
    if own[0] not in _ORDINALS or _DEGREE not in shared or own[1:] not in ([], ["-", _DEGREE], [_DEGREE]):
        return False
    behind = tokens.surface(entity.first + shared.index(_DEGREE) + 1, entity.last)
    rule = named_together([own[0], _DEGREE, behind], entity, lexicon)
    if rule is not None:
        words.first, words.modifiers, words.entity = first, words.modifiers[:-1], None
        complete(words, rule, entity, ())
        following.bound = True
    return rule is not None


def _is_of_another(own: Entity, first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the words that a noun has before it name what is of another kind than a thing, or are that thing."""
    before = lexicon.named(tokens.surface(first, last))
    return before is not None and (before is own.rule or before.domain != own.domain)


def _is_named(words: Draft) -> bool:
    """Whether a draft is a thing by itself, which a noun of its neighbour would only make another."""
    return words.kind == "occurrence" and words.entity is not None and words.entity.by == "concept"


def _is_placed(words: Draft, following: Part) -> bool:
    """Whether words say where, and what follows begins anew: "T-score at |the spine|, or a prior fracture"."""
    first = following.parts[0].tree if following.parts else None
    anew = following.own_status or following.limit is not None
    return words.link == "at" and isinstance(first, Draft) and (anew or first.link not in {None, words.link})


def _is_done(words: Draft, tokens: Tokens) -> bool:
    """Whether words say what somebody has done or undergone, and describe no noun: "|failed| or intolerant to A"."""
    return words.last - words.first == 1 and tokens.folded[words.first] in _DONE


def _negation(part: Part, draft: Draft | None = None) -> int:
    """The negation that a draft of an item stands under, or its first one."""
    return next((one.negation for one in part.parts if draft is None or draft in drafts_of(one.tree)), 0)


def _is_whole(words: Draft, entity: Entity) -> bool:
    """Whether an item names a thing like its neighbour's by itself: "fracture or dislocation" shares no noun."""
    own = words.entity
    return own is not None and own.rule is not None and own.rule.domain == entity.domain and own.by == "concept"


def _named_after(words: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What a concept that is only an adjective names with its neighbour's noun: "|alcoholic or viral |hepatitis"."""
    if words.last - words.first > 1 or words.limits or not _adjectival(words, tokens):
        return None
    rule = named_together(_joined(words, entity.first, entity.last, tokens), entity, lexicon)
    if rule is None and entity.modifiers:
        written = (tokens.surface(*place) for place in ((words.first, words.last), (entity.first, entity.last)))
        rule = named_together([*written], entity, lexicon)
    return None if words.entity is None or rule is words.entity.rule else rule


def _last_words(part: Part) -> Draft | None:
    """The adjective that an item ends in: "asthma with |liver or kidney disease"."""
    last = part.last
    if last is None or last.kind != "words" or last.when or part.limit is not None or last.last - last.first > LONGEST:
        return only_words(part)
    return last


def _before_brackets(part: Part, tokens: Tokens) -> Draft | None:
    """The adjective that an item is, but for what brackets say of it: "|cardiac (e.g. angina)| or renal disease"."""
    found = part.drafts() if len(part.parts) > 1 or (part.parts and isinstance(part.parts[0].tree, Op)) else ()
    if not found or found[0].bracketed or found[0].kind != "words" or not all(draft.bracketed for draft in found[1:]):
        return None
    alone = not (found[0].when or found[0].limits) and found[0].last - found[0].first <= LONGEST
    said = alone and (_adjectival(found[0], tokens) or tokens.folded[found[0].last - 1] == _CARDIAC)
    return found[0] if len(found) > 1 and said else None


def _adjectival(words: Draft, tokens: Tokens) -> bool:
    last = tokens.surface(words.last - 1, words.last)
    if tokens.folded[words.last - 1] in _NOUNS:
        return False
    return bool(_ADJECTIVE.search(last) or TYPE.match(last))


def _is_caused(entity: Entity) -> bool:
    """Whether what stands before a name is no part of it, so that it is shared whole: "viral or drug-induced |gout"."""
    return any(one.kind == CAUSE and one.last == entity.first for one in entity.modifiers)


def _joined(words: Draft, first: int, last: int, tokens: Tokens, *, whole: bool = False) -> list[str]:
    """An adjective with what it shares of its neighbour: all but as many words as it has, or the `whole`."""
    own = tokens.surface(words.first, words.last).split()
    shared = tokens.surface(first, last).split()
    return [*own, *shared[0 if whole else min(len(own), len(shared) - 1) :]]


def _with_last(words: Draft, entity: Entity, tokens: Tokens) -> list[str]:
    """An adjective with the last word of its neighbour: "|peritoneal or fallopian tube |cancer"; none of one word."""
    own, head = tokens.folded[words.last - 1], entity.last - 1
    participle = own.endswith("ed") and tokens.folded[words.last - 2 : words.last - 1] != ["-"]
    if head == entity.first or tokens.folded[head - 1] == "-" or participle or not _ADJECTIVE.search(own):
        return []
    return [tokens.surface(words.first, words.last), tokens.surface(entity.last - 1, entity.last)]
