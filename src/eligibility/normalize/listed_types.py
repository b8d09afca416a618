"""Types and numbers in a list that are of what their neighbour names: "hepatitis B or |C", "type 1 or |2 diabetes"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.normalize.completing import LONGEST, TYPE, complete, first_entity, only_words
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.normalize.typed import TYPED, is_type, named_together
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_OF = "of"


def number_noun(words: Draft, part: Part, tokens: Tokens, lexicon: Lexicon) -> None:
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


def goes_with(words: Draft, before: Part, tokens: Tokens) -> bool:
    """Whether a type alone is one of what stands before it: "hepatitis B or |C|, or HIV infection"."""
    entity = before.last.entity if before.last is not None else None
    return entity is not None and _is_type(words, tokens) and is_type(entity.last - 1, tokens)


def share_types(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Hepatitis B or |C": a type alone is of what stands before it."""
    source: Entity | None = None
    for place in range(1, len(parts)):
        words = _first_words(parts[place])
        known, source = source, None
        if words is None or words.kind != "words":
            continue
        entity = known or first_entity(parts[place - 1])
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
        complete(words, rule, entity, full)
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
    if _OF not in said[1:-1] or words.last - words.first > LONGEST or words.link is not None or words.limits:
        return
    place = entity.first + said.index(_OF)
    yield [tokens.surface(entity.first, place + 1), own]
    yield [tokens.surface(entity.first, place + 1), "the", own]
    yield [own, tokens.surface(entity.first, place)]


def _first_words(part: Part) -> Draft | None:
    """The words that an item begins with, where a word says what the rest has to do with them: "|C with cirrhosis"."""
    if len(part.parts) > 1 and isinstance(first := part.parts[0].tree, Draft) and first.kind == "words":
        following = part.parts[1].tree
        return first if isinstance(following, Draft) and following.link is not None and not first.when else None
    return only_words(part)


def _is_type(words: Draft, tokens: Tokens) -> bool:
    return words.last - words.first == 1 and bool(TYPE.match(tokens.surface(words.first, words.last)))
