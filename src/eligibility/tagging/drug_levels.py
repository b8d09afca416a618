"""Levels of drugs: how much of one is found in a sample is measured: "infliximab |trough level|", "|serum| caffeine".

What is measured may be known to the rules ("lithium level"); else it is called after the drug.
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LEVEL = "level"
_LEVELS = frozenset({LEVEL, "concentration"})
_WHEN = frozenset({"trough", "peak"})
"""Words for when a sample is taken, behind the drug, before or without "level"."""
_MEASURED = _LEVELS | _WHEN
_SAMPLES = frozenset(map(fold, ("serum", "plasma", "blood", "urine", "urinary")))
DRUG, _MEASUREMENT = "drug", "measurement"
LEVELED = frozenset({DRUG, _MEASUREMENT})
"""Domains of what a word behind it may make a level."""


def leveled(before: Entity, first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The level of a drug that a word right behind it makes of it; None where it makes none.

    Args:
        before: the drug, or its level so far: "infliximab trough".
        first: the first token behind it.
        last: the token behind the word or name there.
        tokens: the criterion.
        lexicon: knows the levels that the rules have.
    """
    word = tokens.folded[first]
    if last - first > 1 or word not in _MEASURED:
        return None
    if before.domain == _MEASUREMENT and before.by == LEVEL and word in _LEVELS:
        return replace(before, last=first + 1)
    if before.domain != DRUG or before.rule is None:
        return None
    return level_of(before, before.first, first + 1, lexicon, f"{word} {LEVEL}" if word in _WHEN else LEVEL)


def sampled(entity: Entity, first: int, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The level of a drug that the sample named right before it is asked for; None where none is.

    Args:
        entity: the drug.
        first: the token before it.
        tokens: the criterion.
        lexicon: knows the levels that the rules have.
    """
    if entity.rule is None or entity.first != first + 1 or tokens.folded[first] not in _SAMPLES:
        return None
    return level_of(entity, first, entity.last, lexicon)


def level_of(drug: Entity, first: int, last: int, lexicon: Lexicon, kind: str = LEVEL) -> Entity:
    """The measurement of how much of a drug is found.

    Args:
        drug: the drug.
        first: the first token that names it.
        last: the token behind the last one.
        lexicon: knows the levels that the rules have.
        kind: what is measured: "trough level".
    """
    name = drug.rule.name if drug.rule is not None else ""
    rule = lexicon.named(f"{name} {kind}")
    if rule is not None and rule.domain == _MEASUREMENT:
        return Entity(first, last, _MEASUREMENT, rule, drug.modifiers, by=LEVEL)
    return Entity(first, last, _MEASUREMENT, None, drug.modifiers, by=LEVEL, name=f"{name} {kind}")
