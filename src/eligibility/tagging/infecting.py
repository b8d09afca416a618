"""Infections with what they are with: "infection |with hepatitis B virus|", "infected |by HIV|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_INFECTION = fold("infection")
INFECTED = frozenset({_INFECTION, fold("infected")})
_LINKS = frozenset({"with", "means", "cause"})
"""Cues between an infection and what it is with: "|with|", "|by|", "|due to| cytomegalovirus"."""
_LINKED = frozenset({("ENTITY", "LINK")})
_LISTING = frozenset({"AND", "OR", "COMMA", "SLASH"})


def infections(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each infection and what it is with as the one thing that the rules call them.

    "Infection with fever" names no infection, and stays two things.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: the names of the rules.
    """
    out = chunks
    for at in reversed(pairs_at(chunks, _LINKED)):
        place = at + 2
        if place < len(chunks) and chunks[place].tag == "ENTITY" and chunks[at + 1].value.name in _LINKS:
            rule = _named(chunks[at].value, chunks[place].value, tokens, lexicon)
            listed = chunks[place + 1 : place + 2]
            shared = bool(listed) and listed[0].tag in _LISTING
            if rule is not None and (rule is chunks[place].value.rule or not shared):
                out = [*out[:at], _whole(chunks[at], chunks[place], rule, shared), *out[place + 1 :]]
    return out


def _named(infection: Entity, thing: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call an infection with something: "|chronic| infection with |HBV|" is "chronic HBV infection"."""
    words = tokens.folded[infection.first : infection.last]
    if words.pop() not in INFECTED or infection.denied or thing.denied:
        return None
    phrase = lexicon.phrases.get([*words, *_spoken(tokens, thing), _INFECTION])
    concept = phrase.concept if phrase is not None else None
    return concept if concept is not None and concept.domain == infection.domain else None


def _spoken(tokens: Tokens, thing: Entity) -> Sequence[str]:
    return [word for word in tokens.folded[thing.first : thing.last] if word != "-"]


def _whole(infection: Chunk, thing: Chunk, rule: ConceptRule, shared: bool) -> Chunk:
    """The two as one; of several that share the infection each has its own words: "with |hepatitis B| or C"."""
    one, two = infection.value, thing.value
    first = two.first if shared else one.first
    whole = Entity(first, two.last, one.domain, rule, [*one.modifiers, *two.modifiers])
    return Chunk("ENTITY", infection.first, thing.last, whole)
