"""Shared heads and tails of names.

"hepatitis B or |C", "hypertrophic or alcoholic |cardiomyopathy", "type 1 or |type 2 diabetes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from eligibility.normalize.causes import CAUSE
from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.joins import Join
from eligibility.normalize.modifying import is_modifier, modifiers_of
from eligibility.normalize.parts import Part
from eligibility.normalize.premodifiers import name_of, share_premodifiers
from eligibility.normalize.shared_kinds import share_kinds
from eligibility.normalize.typed import TYPED, is_type, named_together, share_heads_of_types
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_ADJECTIVE = re.compile(
    r"(?:ic|al|ive|ous|ary|ar|ant|ent|ed|oid|ory|able|ible|ile|less|form|immune|partum|term|stage|grade)$"
)
_NOUNS = frozenset({"intent", "accident", "agent", "event", "stent", "attempt"})
"""Nouns that end as adjectives do."""
_TYPE = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d{1,2}[a-z]?)$")
_DONE = frozenset({"failed", "refused", "declined", "discontinued", "stopped"})
_LONGEST = 3
_ORDINALS = frozenset({"first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th"})
_DEGREE = "degree"
_CARDIAC = "cardiac"
_SEVERITY = "severity"
_OF = "of"
_NATURE = "nature"
"""The kind of modifiers that may name a thing: "|medical| illness"."""
_NAMED = frozenset({"words", "occurrence", "measurement"})
_APART = frozenset({"colon", "next"})
"""Joins over which an item takes no noun: "two of: |penicillin|; egg allergy" counts a drug and an allergy."""
_MADE_OF = frozenset({"condition", "procedure"})
"""What the name of a measurement may be the first half of: "magnesium or zinc |deficiency", "platelet |transfusion"."""
_ORGANS = frozenset(
    {"cord", "tract", "tube", "gland", "duct", "nerve", "vein", "artery", "valve", "joint", "marrow", "tissue", "tree",
     "lobe", "system", "cell"}
)  # fmt: skip
"""Words that name an organ with the word before them."""
_ENOUGH = 2
"""Known things of one domain in a list, before its unknown items are taken to be alike."""


def share_nouns(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that are only an adjective or a type the noun that they share with a neighbour."""
    share_heads_of_types(parts, joins, tokens, lexicon)
    source: Entity | None = None
    for place in range(len(parts) - 2, -1, -1):
        words = _last_words(parts[place]) or _before_brackets(parts[place], tokens)
        if words is not None and place and _goes_with(words, parts[place - 1], tokens):
            source = None
            continue
        known, source = source, None
        if words is None or words.durations or joins[place] in _APART:
            continue
        entity = _first_entity(parts[place + 1])
        entity = known if known is not None and (entity is None or entity.by == "shared") else entity
        if entity is None:
            continue
        if _is_whole(words, entity):
            rule = None if parts[place + 1].clausal else _named_after(words, entity, tokens, lexicon)
            if rule is not None:
                _complete(words, rule, entity, ())
                parts[place + 1].bound, source = True, entity
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
            completed = _complete(words, rule, entity, name)
            completed.loose = named
            completed.across = _negation(parts[place], words) != _negation(parts[place + 1])
            parts[place + 1].bound = True
            _number_noun(words, parts[place + 1], tokens, lexicon)
            source = entity
    _share_types(parts, joins, tokens, lexicon)
    share_premodifiers(parts, joins, tokens, lexicon)
    share_kinds(parts, joins, tokens, lexicon)


def _stands_for_first(words: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether an adjective stands for the first word of a name and no more: "|nutritional| or metabolic bone disease".

    A modifier is none that it stands for, nor is what names an organ with the word behind it: "renal or |chronic|
    hepatic disease", "hepatic or |biliary| tract disease".
    """
    first, second = tokens.folded[entity.first], tokens.folded[entity.first + 1 : entity.first + 2]
    if entity.domain != "condition" or entity.last - entity.first <= _ENOUGH or not _ORGANS.isdisjoint(second):
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
    _complete(words, rule, entity, ())
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
        _complete(words, rule, entity, ())
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


def _number_noun(words: Draft, part: Part, tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Type 1 or |2 diabetes": the number before the noun is that of its type."""
    draft = part.parts[0].tree if part.parts else None
    head = tokens.surface(words.first, words.last).split()[:-1]
    if not head or not isinstance(draft, Draft) or draft.entity is None or not tokens.numeric[draft.first - 1]:
        return
    number = draft.first - 1
    full = [*head, tokens.surface(number, draft.first), *tokens.surface(draft.first, draft.last).split()]
    rule = named_together(full, draft.entity, lexicon)
    if rule is not None and rule is not draft.entity.rule:
        draft.entity.rule = rule
        draft.limits = [limit for limit in draft.limits if limit.last != draft.first]
        part.limit = None if part.limit is not None and part.limit.last == draft.first else part.limit
        draft.reach(number, draft.first)


def _goes_with(words: Draft, before: Part, tokens: Tokens) -> bool:
    """Whether a type alone is one of what stands before it: "hepatitis B or |C|, or HIV infection"."""
    entity = before.last.entity if before.last is not None else None
    return entity is not None and _is_type(words, tokens) and is_type(entity.last - 1, tokens)


def _negation(part: Part, draft: Draft | None = None) -> int:
    """The negation that a draft of an item stands under, or its first one."""
    return next((one.negation for one in part.parts if draft is None or draft in drafts_of(one.tree)), 0)


def _share_types(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Hepatitis B or |C": a type alone is of what stands before it."""
    source: Entity | None = None
    for place in range(1, len(parts)):
        words = _first_words(parts[place])
        known, source = source, None
        if words is None or words.kind != "words":
            continue
        entity = known or _first_entity(parts[place - 1])
        if entity is None or joins[place - 1] == "colon":
            continue
        own = tokens.surface(words.first, words.last)
        if not _is_type(words, tokens):
            ways = (named_together(way, entity, lexicon) for way in _alike_names(words, entity, tokens))
            rule = next((rule for rule in ways if rule is not None), None)
            if rule is None or rule is entity.rule:
                continue
            full: list[str] = []
        else:
            full = [*tokens.surface(entity.first, entity.last).split()[:-1], own]
            rule = named_together(full, entity, lexicon)
            if rule is None and (len(parts[place].parts) > 1 or not is_type(entity.last - 1, tokens)):
                continue
        _complete(words, rule, entity, full)
        parts[place].bound = not parts[place].paused or _is_type(words, tokens)
        source = entity


def _alike_names(words: Draft, entity: Entity, tokens: Tokens) -> Iterator[list[str]]:
    """The names that words make up which stand in the place of the last ones of a name, or of what it is "of".

    "Diabetes mellitus type 1 or |type 2|", "carcinoma in situ of the cervix or |breast|".
    """
    said, own = tokens.folded[entity.first : entity.last], tokens.surface(words.first, words.last)
    if tokens.folded[words.first] == TYPED and words.last - words.first == len(("type", "2")):
        if said[-2:-1] == [TYPED]:
            yield [*tokens.surface(entity.first, entity.last).split()[:-2], own]
        return
    if _OF not in said[1:-1] or words.last - words.first > _LONGEST or words.link is not None or words.limits:
        return
    place = entity.first + said.index(_OF)
    yield [tokens.surface(entity.first, place + 1), own]
    yield [tokens.surface(entity.first, place + 1), "the", own]
    yield [own, tokens.surface(entity.first, place)]


def share_domains(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Takes a short unknown item among things of one domain to be one of them: "insulin, |dasiglucagon|, metformin".

    What names nothing by itself is none: "|conditions| such as gout or asthma". Nor is a number.
    """
    single = [draft for part in parts if (draft := _only(part)) is not None]
    if not any(draft.kind == "words" for draft in single):
        return
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
            and not words.people
            and not words.bracketed
            and len(tokens.surface(words.first, words.last)) > 2
            and any(word[0].isalpha() for word in tokens.folded[words.first : words.last])
            and tuple(tokens.folded[words.first : words.last]) not in lexicon.generic
        ):
            words.kind = "occurrence"
            words.entity = Entity(words.first, words.last, domain, modifiers=words.modifiers, by="list")


def _is_abbreviation(pair: Sequence[Draft], tokens: Tokens) -> bool:
    """Whether one of two items is an unknown abbreviation, and the other a concept: "|MEM| or amantadine"."""
    unknown = [draft for draft in pair if draft.kind == "words"]
    known = [draft for draft in pair if draft.entity is not None and draft.entity.by == "concept"]
    if len(unknown) != 1 or len(known) != 1:
        return False
    written = tokens.written[unknown[0].first]
    return unknown[0].last - unknown[0].first == 1 and written.isupper() and written.isalpha()


def _only_words(part: Part) -> Draft | None:
    draft = _only(part)
    if (
        draft is not None
        and draft.kind in _NAMED
        and not (_is_timed_behind(draft) or draft.limits or draft.values or is_modifier(draft))
        and draft.last - draft.first <= _LONGEST
        and part.limit is None
    ):
        return draft
    return None


def _is_timed_behind(draft: Draft) -> bool:
    """Whether a time stands behind a draft, which parts it from what follows: "alcohol |this week| or drug abuse"."""
    return draft.when is not None and draft.when.last > draft.first


def _only(part: Part) -> Draft | None:
    """The one draft of an item; None where it has several, or none."""
    if len(part.parts) != 1:
        return None
    tree = part.parts[0].tree
    if isinstance(tree, Draft):
        return tree
    found = drafts_of(tree)
    return found[0] if len(found) == 1 else None


def _first_words(part: Part) -> Draft | None:
    """The words that an item begins with, where a word says what the rest has to do with them: "|C with cirrhosis"."""
    if len(part.parts) > 1 and isinstance(first := part.parts[0].tree, Draft) and first.kind == "words":
        following = part.parts[1].tree
        return first if isinstance(following, Draft) and following.link is not None and not first.when else None
    return _only_words(part)


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
    if last is None or last.kind != "words" or last.when or part.limit is not None or last.last - last.first > _LONGEST:
        return _only_words(part)
    return last


def _before_brackets(part: Part, tokens: Tokens) -> Draft | None:
    """The adjective that an item is, but for what brackets say of it: "|cardiac (e.g. angina)| or renal disease"."""
    found = part.drafts() if len(part.parts) > 1 or (part.parts and isinstance(part.parts[0].tree, Op)) else ()
    if not found or found[0].bracketed or found[0].kind != "words" or not all(draft.bracketed for draft in found[1:]):
        return None
    alone = not (found[0].when or found[0].limits) and found[0].last - found[0].first <= _LONGEST
    said = alone and (_adjectival(found[0], tokens) or tokens.folded[found[0].last - 1] == _CARDIAC)
    return found[0] if len(found) > 1 and said else None


def _first_entity(part: Part) -> Entity | None:
    """What an item names first; not the object of a reaction before it: "failed or |intolerant to| methotrexate"."""
    first = part.first
    if first is None or first.kind != "occurrence" or (first.toward is not None and first.extent[0] < first.first):
        return None
    return first.entity


def _adjectival(words: Draft, tokens: Tokens) -> bool:
    last = tokens.surface(words.last - 1, words.last)
    if tokens.folded[words.last - 1] in _NOUNS:
        return False
    return bool(_ADJECTIVE.search(last) or _TYPE.match(last))


def _is_type(words: Draft, tokens: Tokens) -> bool:
    return words.last - words.first == 1 and bool(_TYPE.match(tokens.surface(words.first, words.last)))


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


def _complete(words: Draft, rule: ConceptRule | None, entity: Entity, full: Sequence[str]) -> Entity:
    """Makes a draft of words an occurrence in the domain of its neighbour, named with what it shares.

    How bad that is behind the noun is said of both: "mitral or tricuspid regurgitation |> moderate|".
    """
    modifiers = modifiers_of(words)
    if entity.modifiers and not any(one.kind == _SEVERITY for one in modifiers):
        behind = (one for one in entity.modifiers if one.kind == _SEVERITY and one.first >= entity.last)
        modifiers = [*modifiers, *(replace(one, shared=True) for one in behind)]
    words.kind = "occurrence"
    name = name_of(full, words.first) if rule is None and full else None
    words.entity = Entity(words.first, words.last, entity.domain, rule, modifiers, by="shared", name=name)
    return words.entity
