"""Wholes: what "of" joins to a condition is one thing with it where the rules know one: "exacerbation |of asthma|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_OF = "of"
_DOMAIN = "condition"
_PARTS = frozenset({_DOMAIN, "drug", "measurement"})
"""The domains of what a condition may be of: "flare of |gout", "deficiency of |vitamin D", "of |factor VIII"."""


def may_be_whole(before: Draft | None, entity: Entity, link: str | None) -> bool:
    """Whether a condition and what a preposition joins to it may be one thing."""
    if link != _OF or before is None or before.entity is None or before.kind != "occurrence":
        return False
    return before.entity.domain == _DOMAIN and entity.domain in _PARTS and before.last + 1 == entity.first


def name_wholes(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes one of a condition and of what it is of, where the two together are a concept: "flare of |gout".

    Not where more may be listed that it is of: "abuse of |alcohol| or cocaine".
    """
    for at, part in enumerate(parts):
        for place in range(len(part.parts) - 1, 0, -1):
            head, of = part.parts[place - 1], part.parts[place]
            if not isinstance(head.tree, Draft) or not isinstance(of.tree, Draft) or of.tree.entity is None:
                continue
            if head.negation != of.negation or not may_be_whole(head.tree, of.tree.entity, of.tree.link):
                continue
            last = place == len(part.parts) - 1 and head.tree.when is None and of.tree.when is None
            if last and at + 1 < len(parts) and _goes_on(parts[at + 1], of.tree.entity):
                continue
            rule = None if of.tree.limits else _together(head.tree, of.tree.entity, tokens, lexicon)
            if rule is not None:
                _join(head.tree, of.tree, rule)
                part.drop(place)


def _goes_on(part: Part, of: Entity) -> bool:
    """Whether an item may be one thing more that a condition is of: of the kind of the first, or words."""
    first = part.parts[0].tree if part.parts else None
    if not isinstance(first, Draft) or part.own_status or part.own_negation or first.link is not None:
        return False
    return first.entity is None or first.entity.domain == of.domain


def _join(head: Draft, of: Draft, rule: ConceptRule) -> None:
    """Makes a condition what it is together with what it is of, with all that is said of either."""
    assert head.entity is not None
    assert of.entity is not None
    head.last = head.entity.last = of.last
    head.entity.rule = rule
    head.entity.modifiers.extend(of.entity.modifiers)
    head.reach(*of.extent)
    if head.when is None:
        head.when, head.anchor = of.when, of.anchor


def _together(head: Draft, of: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """The concept that a condition and what it is of are together, under the words for the latter or its own name."""
    said = tokens.surface(head.first, head.last)
    names = [tokens.surface(of.first, of.last)] + ([of.rule.name] if of.rule is not None else [])
    for name in names:
        rule = lexicon.named(f"{name} {said}")
        if rule is not None and rule.domain == _DOMAIN:
            return rule
    return None
