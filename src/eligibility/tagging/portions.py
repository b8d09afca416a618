"""Portions: how much of something a name has before it says of what, "donation of |450 mL| of blood"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, pairs_at
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

OF = "of"
_NAMES = frozenset({"ENTITY", "WORDS"})
_LISTING = frozenset({"AND", "OR", "COMMA", "SLASH"})
"""Tags before one of several names that an amount is of: "donation or |loss of 500 mL of blood|"."""
_OF_AMOUNT = frozenset({("LIMIT", "OF")})


def portions(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each name that an amount parts, "loss of |> 500 mL| of blood", as the rules call it whole.

    The words behind the amount become part of it; what the rules do not know stays as it is.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: the names of the rules.
    """
    out = chunks
    for at in reversed(pairs_at(chunks, _OF_AMOUNT)):
        place, behind = at - 1, chunks[at + 2 : at + 3]
        if place > 0 and chunks[place].tag == "OF":
            place -= 1
        if place < 0 or not behind or {chunks[place].tag, behind[0].tag} - _NAMES or chunks[at].value.calendar:
            continue
        if place and chunks[place - 1].tag in _LISTING:
            continue
        rule = _named(chunks[place], behind[0], tokens, lexicon)
        if rule is not None:
            last = behind[0].last
            amount = replace(chunks[at], last=last, value=replace(chunks[at].value, last=last))
            out = [*out[:place], _whole(chunks[place], rule), *chunks[place + 1 : at], amount, *out[at + 3 :]]
    return out


def _named(chunk: Chunk, thing: Chunk, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call something done with, or befalling, a thing: "blood |loss|", "|donated| blood"."""
    what, of_it = tokens.folded[chunk.first : chunk.last], tokens.folded[thing.first : thing.last]
    for words in ([*of_it, *what], [*what, *of_it]):
        phrase = lexicon.phrases.get(words)
        if phrase is not None and phrase.concept is not None:
            return phrase.concept
    return None


def _whole(chunk: Chunk, rule: ConceptRule) -> Chunk:
    said: Sequence[Modifier] = chunk.value.modifiers if chunk.tag == "ENTITY" else chunk.modifiers
    return Chunk("ENTITY", chunk.first, chunk.last, Entity(chunk.first, chunk.last, rule.domain, rule, [*said]))
