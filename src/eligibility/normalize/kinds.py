"""Kinds: brackets that say which kinds of a thing are meant: "stroke |(ischemic or hemorrhagic)|"."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of
from eligibility.normalize.parts import Part
from eligibility.normalize.typed import named_together
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_BETWEEN = frozenset({",", "or", "/"})
_LONGEST = 3
"""Tokens of what says which kind is meant."""
_PAIR = 2


def take_kinds(tree: Tree, part: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Gives a thing the kinds of it in brackets behind it, if the rules know each of them together with its name.

    Args:
        tree: what stands in the brackets.
        part: the item that they stand in; it is changed.
        tokens: the criterion.
        lexicon: knows what a kind and the name make up.

    Returns:
        Whether that is what the brackets hold.
    """
    thing = part.parts[-1].tree if part.parts else None
    if not isinstance(thing, Draft) or thing.kind != "occurrence" or not isinstance(tree, Op) or tree.kind != "any_of":
        return False
    kinds = [] if thing.limits else drafts_of(tree)
    if len(kinds) < _PAIR or not _is_all(kinds, thing, tokens):
        return False
    named = [_named(thing, kind, tokens, lexicon) for kind in kinds]
    if any(one is None for one in named):
        return False
    thing.kinds = [one for one in named if one is not None]
    thing.reach(kinds[0].first, kinds[-1].last)
    return True


def of_each_kind(thing: Draft) -> list[Draft]:
    """A thing of each of its kinds, with all that is said of it."""
    out = []
    for kind in thing.kinds:
        modifiers = thing.entity.modifiers if thing.entity is not None else []
        one = replace(thing, first=kind.first, last=kind.last, entity=replace(kind, modifiers=modifiers), kinds=[])
        one.extent = thing.extent
        out.append(one)
    return out


def _is_all(kinds: list[Draft], thing: Draft, tokens: Tokens) -> bool:
    """Whether brackets right behind a thing hold nothing but kinds, and what stands between the members of a list."""
    if thing.last + 1 != kinds[0].first or tokens.folded[kinds[-1].last : kinds[-1].last + 1] != [")"]:
        return False
    pairs = pairwise(kinds)
    apart = all(_BETWEEN.issuperset(tokens.folded[one.last : two.first]) for one, two in pairs)
    return apart and all(kind.last - kind.first <= _LONGEST and not _says_more(kind) for kind in kinds)


def _says_more(kind: Draft) -> bool:
    said = kind.limits or kind.when or kind.link or kind.values or kind.modifiers
    return bool(said) or kind.kind not in {"words", "occurrence"}


def _named(thing: Draft, kind: Draft, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The thing of one kind, as the rules know it: "ischemic stroke", "diabetes mellitus type 1"."""
    entity = thing.entity
    if entity is None or entity.rule is None:
        return None
    name, word = tokens.surface(entity.first, entity.last), tokens.surface(kind.first, kind.last)
    rule: ConceptRule | None = named_together([word, name], entity, lexicon)
    rule = rule or named_together([name, word], entity, lexicon)
    if rule is None or rule is entity.rule:
        return None
    return Entity(kind.first, kind.last, entity.domain, rule, by="shared")
