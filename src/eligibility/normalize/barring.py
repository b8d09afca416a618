"""Barring: what "are excluded" or "are absent" is said of, behind a list."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.joins import Join
from eligibility.normalize.negating import Negations
from eligibility.normalize.parts import Part


def bars(parts: Sequence[Part], joins: Sequence[Join], negations: Negations, *, last: bool) -> bool:
    """Whether "are excluded" is said of a whole list of alternatives; where it is not, what it is said of is denied.

    That is the last item, and what is listed with it by "and": "|pregnancy and lactation| are excluded".

    Args:
        parts: the items so far; the last of them says it.
        joins: what stands between them.
        negations: denies.
        last: whether no item follows.
    """
    if last and joins and _is_choice(parts, joins):
        return True
    own = Part(parts=parts[-1].parts[: parts[-1].barred])
    negations.deny([*parts[_first(parts, joins, negations) : -1], own])
    return False


def _first(parts: Sequence[Part], joins: Sequence[Join], negations: Negations) -> int:
    """Where what is listed with the last item by "and" begins."""
    place = len(parts) - 1
    last = parts[place].first
    if not joins or joins[-1] != "and" or last is None or not negations.of_several():
        return place
    while place and joins[place - 1] in {"and", "comma"} and _is_listed_with(last, parts[place - 1]):
        place -= 1
        if (begun := parts[place].first) is not None and begun.link is not None:
            break
    return place


def _is_listed_with(last: Draft, part: Part) -> bool:
    """Whether an item is a thing of the kind of the last, of which nothing is said by itself."""
    draft = part.first
    if draft is None or part.own_status or len(part.parts) > 1 or part.parts[0].negation or draft.kind != "occurrence":
        return False
    one, two = draft.entity, last.entity
    if one is None or two is None or one.domain != two.domain or draft.limits or draft.status != last.status:
        return False
    return all(modifier.first < one.first for modifier in one.modifiers)


def _is_choice(parts: Sequence[Part], joins: Sequence[Join]) -> bool:
    """Whether a list is one of alternatives, and denies none: "who smoke or |drink| are excluded"."""
    return joins[-1] == "or" and {"or", "comma"}.issuperset(joins) and not any(part.own_negation for part in parts)


def breaking(tree: Tree) -> Tree:
    """What breaks a demand made in some case, as that is what excludes: "gout; |if on aspirin, it must be stable|".

    What is demanded of all stays as it is.
    """
    if not isinstance(tree, Op) or tree.kind != "implies":
        return tree
    case, demand = tree.parts
    return Op("all_of", [case, Op("not", [demand])])
