"""Portions: how much of something a name has before it says of what, "donation of |450 mL| of blood"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

OF = "of"
_NAMES = frozenset({"ENTITY", "WORDS"})
_LISTING = frozenset({"AND", "OR", "COMMA", "SLASH"})
"""Tags before one of several names that an amount is of: "donation or |loss of 500 mL of blood|"."""
_OF_AMOUNT = frozenset({("LIMIT", "OF")})
_AMOUNTED = frozenset({("OF", "LIMIT"), *((name, "LIMIT") for name in _NAMES)})
MOVES = frozenset(map(fold, ("loss", "lost", "gain", "gained")))
"""Words for what befalls a weight, which may only be named in the unit of how much: "|loss| of > 5 kg"."""
_MASSES = frozenset({"kg", "[lb_av]"})
"""Units in which nothing but a weight is lost or gained."""
_MEASUREMENT = "measurement"
"""The domain of what the same limit may be on beside it: "|loss| or gain of > 5 kg"."""
_WEIGHT, _WEIGHTS = "weight", frozenset({"weight", "mass"})


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
        head: Chunk | None = chunks[place]
        if place and chunks[place - 1].tag in _LISTING:
            place = max(0, place - 2)
            head = _either_done(chunks[place : place + 3], behind[0], tokens, lexicon)
        else:
            rule = _named(chunks[place], behind[0], tokens, lexicon)
            head = None if rule is None else _whole(chunks[place], rule)
        if head is not None:
            last, end = behind[0].last, at - (chunks[at - 1].tag == "OF")
            amount = replace(chunks[at], last=last, value=replace(chunks[at].value, last=last))
            out = [*out[:place], head, *chunks[end:at], amount, *out[at + 3 :]]
    return out


def _either_done(chunks: Sequence[Chunk], thing: Chunk, tokens: Tokens, lexicon: Lexicon) -> Chunk | None:
    """Two things that are done with one thing, as the rules call both: "|donation or loss| of 450 mL of blood"."""
    first, between, last = chunks
    if between.tag != "OR" or first.tag not in _NAMES:
        return None
    words = [*tokens.folded[first.first : last.last], OF, *tokens.folded[thing.first : thing.last]]
    phrase = lexicon.phrases.get(words)
    if phrase is None or phrase.concept is None:
        return None
    entity = Entity(first.first, last.last, phrase.concept.domain, phrase.concept)
    return Chunk("ENTITY", first.first, last.last, entity)


def of_weight(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with what befalls a weight as the rules call it: "|loss| of > 10 % of body weight", "|lost| 5 kg".

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: the names of the rules.
    """
    out = [*chunks]
    for at in pairs_at(chunks, _AMOUNTED):
        place = at - 1 if chunks[at].tag == "OF" else at
        if place < 0 or chunks[place].tag not in _NAMES or not _weighs(chunks[at + 1].value, tokens):
            continue
        beside = place - 2 if place and chunks[place - 1].tag in _LISTING else place
        for one in (beside, place) if 0 <= beside < place else (place,):
            rule = _befalling_weight(chunks[one], tokens, lexicon)
            if rule is not None and (one == place or rule.domain == _MEASUREMENT):
                out[one] = _whole(chunks[one], rule)
    return out


def _befalling_weight(chunk: Chunk, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call a loss or gain, where it is one of weight."""
    words = tokens.folded[chunk.first : chunk.last]
    if chunk.tag not in _NAMES or words[-1] not in MOVES:
        return None
    phrase = lexicon.phrases.get([*words[:-1], _WEIGHT, words[-1]])
    return None if phrase is None else phrase.concept


def _weighs(limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit is on a weight, or on how much of it: "> 5 kg", "10 % |of body weight|"."""
    unit = limit.amount.unit_tokens
    return unit is not None and (limit.amount.unit in _MASSES or not _WEIGHTS.isdisjoint(tokens.folded[slice(*unit)]))


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
