"""Of one age: an age behind people of several ages is that of all: "children and |adolescents aged 6 to 17 years|"."""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join, years_of
from eligibility.normalize.parts import Part, Said

_LISTED = frozenset({"and", "or", "comma"})
_YEARS = "a"


def age_together(parts: list[Part], joins: list[Join]) -> None:
    """Makes "children and |adolescents aged 6 to 17" one item, as the age says of both who is meant.

    People of whom nobody is of that age stay for themselves: "adults and |children aged 6 to 11|".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; changed.
    """
    place = len(parts) - 1
    while place > 0:
        limit = _age_of(parts[place])
        while limit is not None and place and joins[place - 1] in _LISTED:
            before = _only_group(parts[place - 1])
            if before is None or not _may_be(before, limit):
                break
            parts[place].parts[0] = Said(before)
            del parts[place - 1], joins[place - 1]
            place -= 1
        place -= 1


def _age_of(part: Part) -> Limit | None:
    """The age of people at the head of an item that are called by one, too: "adolescents |aged 6 to 17|"."""
    if _group(part) is None:
        return None
    found = part.drafts()
    return next((one.limits[0] for one in found if one.kind == "age" and len(one.limits) == 1), None)


def _only_group(part: Part) -> Draft | None:
    """What people of an age are called, where an item says no more."""
    return _group(part) if len(part.parts) == 1 and not part.clausal else None


def _group(part: Part) -> Draft | None:
    """What people of an age are called at the head of an item."""
    first = part.parts[0] if part.parts else None
    group = first.tree if first is not None and not first.negation else None
    return group if isinstance(group, Draft) and group.kind == "definition" and not group.limits else None


def _may_be(group: Draft, limit: Limit) -> bool:
    """Whether some of a group of people are of an age: children of "6 to 40 years", and no adults of "< 12 years"."""
    said = group.definition.stands_for if group.definition is not None else {}
    span = said.get("range")
    if said.get("type") != "age" or span is None or span.get("unit") != _YEARS:
        return False
    low, high = years_of(limit.lower), years_of(limit.upper)
    lowest, highest = span.get("lower"), span.get("upper")
    apart = (low is not None and highest is not None and low >= highest) or (
        high is not None and lowest is not None and high <= lowest
    )
    return not apart and (low is not None or high is not None)
