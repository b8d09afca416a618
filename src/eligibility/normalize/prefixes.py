"""Prefixes: what stands before a hyphen alone begins a name as the next one begins: "|hypo-| or hyperthyroidism"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.modifying import modifiers_of
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

HYPHEN = "-"
_LISTED = frozenset({"and", "or"})
_SHORTEST, _LONGEST = 2, 8
"""Letters of the prefix that another stands in the place of."""


def share_prefixes(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Names items that are only a prefix by what the next one is called, where the rules know a thing of that name."""
    for place in range(len(parts) - 1):
        words = parts[place].last if joins[place] in _LISTED else None
        if words is None or words.kind != "words" or words.limits or not _hangs(words.last, tokens):
            continue
        following = parts[place + 1].first
        entity = following.entity if following is not None else None
        if following is None or entity is None or following.kind not in {"occurrence", "measurement"}:
            continue
        rule = _named(tokens.surface(words.last - 1, words.last), entity, tokens, lexicon)
        if rule is not None:
            _complete(words, rule, following)
            parts[place + 1].bound = True


def _hangs(place: int, tokens: Tokens) -> bool:
    """Whether a hyphen stands at a token, glued to what is before it and to nothing behind."""
    if tokens.folded[place : place + 1] != [HYPHEN] or not tokens.glued[place]:
        return False
    after = place + 1
    return after == len(tokens) or not (tokens.glued[after] and tokens.folded[after][0].isalnum())


def _named(prefix: str, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What a thing of the same domain is called that begins with a prefix, in the place of the prefix of another."""
    first = tokens.surface(entity.first, entity.first + 1)
    rest = tokens.surface(entity.first + 1, entity.last) if entity.last - entity.first > 1 else ""
    for length in range(_SHORTEST, min(_LONGEST, len(first) - _SHORTEST)):
        rule = lexicon.named(f"{prefix}{first[length:]} {rest}".rstrip())
        if rule is not None and rule is not entity.rule and rule.domain == entity.domain:
            return rule
    return None


def _complete(words: Draft, rule: ConceptRule, like: Draft) -> None:
    """Makes words the name of something like the next thing; what modifies them modifies that."""
    entity = Entity(words.last - 1, words.last, rule.domain, rule, modifiers_of(words), by="shared")
    words.kind, words.entity, words.first = like.kind, entity, words.last - 1
