"""Organs by size: "small" is a part of the organ's name in "|small bowel| ischemia", and not how large that is."""

from __future__ import annotations

from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

SIZES = frozenset({"small", "large"})
_ORGANS = frozenset(map(fold, ("bowel", "intestine", "intestinal", "airway", "vessel", "fiber", "fibre", "cell")))
"""Organs of which there is a small one and a large one."""


def with_size(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> Entity:
    """A thing whose name begins with an organ, with the size of that right before it as a part of the name.

    Args:
        entity: the thing, with what stands before it as its modifiers.
        tokens: the criterion.
        lexicon: knows the names.
    """
    size = entity.modifiers[-1] if entity.modifiers else None
    if size is None or tokens.folded[size.first] not in SIZES or size.last != entity.first:
        return entity
    if tokens.folded[entity.first] not in _ORGANS:
        return entity
    rule = lexicon.named(tokens.surface(size.first, entity.last))
    domain = entity.domain if rule is None else rule.domain
    return Entity(size.first, entity.last, domain, rule, entity.modifiers[:-1], by="concept" if rule else "head")
