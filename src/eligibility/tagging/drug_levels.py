"""Levels of drugs: how much of a drug is found in a sample is measured: "infliximab |trough level|", "|serum| caffeine".

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
_DRUG, _MEASUREMENT = "drug", "measurement"


def leveled(before: Entity, first: int, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The level of a drug that a word right behind it makes of it; None where it makes none.

    Args:
        before: the drug, or its level so far: "infliximab trough".
        first: the token of the word.
        tokens: the criterion.
        lexicon: knows the levels that the rules have.
    """
    word = tokens.folded[first]
    if before.domain == _MEASUREMENT and before.by == LEVEL and word in _LEVELS:
        return replace(before, last=first + 1)
    if before.domain != _DRUG or before.rule is None or word not in _MEASURED:
        return None
    return level_of(before, before.first, first + 1, lexicon, f"{word} {LEVEL}" if word in _WHEN else LEVEL)


def sampled(entity: Entity, first: int, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The level of a drug that the sample named right before it is asked for; None where none is.

    Args:
        entity: what is named.
        first: the token before it.
        tokens: the criterion.
        lexicon: knows the levels that the rules have.
    """
    if entity.domain != _DRUG or entity.rule is None or tokens.folded[first] not in _SAMPLES:
        return None
    return level_of(entity, first, entity.last, lexicon)


def level_of(drug: Entity, first: int, last: int, lexicon: Lexicon, kind: str = LEVEL) -> Entity:
    """The measurement of how much of a drug is found.

    Args:
        drug: the drug.
        first, last: the tokens that name it.
        lexicon: knows the levels that the rules have.
        kind: what is measured: "trough level".
    """
    name = drug.rule.name if drug.rule is not None else ""
    rule = lexicon.named(f"{name} {kind}")
    if rule is not None and rule.domain == _MEASUREMENT:
        return Entity(first, last, _MEASUREMENT, rule, drug.modifiers, by=LEVEL)
    return Entity(first, last, _MEASUREMENT, None, drug.modifiers, by=LEVEL, name=f"{name} {kind}")
