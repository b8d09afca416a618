"""Sets: values of a scale with others between them that are not meant: "genotype 1 |or| 4" is not 1 to 4."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.level_ranges import level_number
from eligibility.normalize.source import Source
from eligibility.rules import ConceptRule

_LETTERS = frozenset("abcdABCD")
"""What parts of a level are told by."""
_RANKED = frozenset({"score", "stage", "grade"})


def set_apart(limit: Limit, rule: ConceptRule | None, source: Source) -> tuple[Limit, ...]:
    """The members of a set as limits of their own, where values lie between them that are not among them.

    Args:
        limit: the set.
        rule: the concept that it is on, if a rule knows it.
        source: where its words stand.

    Returns:
        The members; none where the range from the lowest to the highest says the same, and of what is told in units,
        of which one value is as good as the next.
    """
    if limit.amount.unit_tokens is not None or (rule is not None and rule.kind not in _RANKED and not rule.levels):
        return ()
    members = limit.members()
    if rule is not None and rule.levels:
        lead = source.tokens.written[limit.first]
        found = [level_number(source.tokens.surface(one.first, one.last), rule, lead) for one in members]
        ends = [one for one in found if one is not None]
        if len(ends) == len(members):
            named = [source.tokens.surface(one.first, one.last) for one in members]
            levels = [level for level in rule.levels if not any(_is_part(level, one) for one in named)]
            others = [one for level in levels if (one := level_number(level, rule)) is not None]
            return members if _lie_between(ends, others) else ()
    return members if _are_apart(limit) else ()


def _is_part(level: str, other: str) -> bool:
    """Whether a level is a part of another: "C4a" of "C4", "IB2" of "IB"; "II" is none of "I"."""
    rest = level.removeprefix(other)
    return bool(rest) and rest != level and (rest[0] in _LETTERS or rest[0].isdigit() != other[-1].isdigit())


def _lie_between(ends: list[tuple[float, float]], others: list[tuple[float, float]]) -> bool:
    """Whether a level of a scale, told by its lowest and its highest score, lies between two neighbours of some."""
    pairs = [*pairwise(sorted(ends))]
    return any(low[1] < one[0] and one[1] < high[0] for low, high in pairs for one in others)


def of_each_member(draft: Draft) -> list[Draft]:
    """A thing with each member of a set that is said of it, if it has one: "stage I or III melanoma".

    Args:
        draft: something present, past or planned.

    Returns:
        One draft for each member; none where no set has values between its members that are not among them.
    """
    taken = draft.entity is not None and draft.entity.domain == "drug"
    for at, limit in enumerate(draft.limits):
        if limit.one_of and (taken or limit.amount.unit_tokens is None) and _are_apart(limit):
            return [_with_limits(draft, [*draft.limits[:at], one, *draft.limits[at + 1 :]]) for one in limit.members()]
    return []


def _with_limits(draft: Draft, limits: list[Limit]) -> Draft:
    one = replace(draft, limits=limits)
    one.extent = draft.extent
    return one


def _are_apart(limit: Limit) -> bool:
    """Whether whole numbers lie between the members of a set that are not among them."""
    numbers = sorted({end.number for end in limit.one_of if end.number is not None})
    return all(number == int(number) for number in numbers) and any(high - low > 1 for low, high in pairwise(numbers))
