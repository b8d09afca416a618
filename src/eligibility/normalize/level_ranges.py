"""Levels: limits on the levels of a scale, by the numbers that the rules give them: "ASA I-III", "stage T2"."""

from __future__ import annotations

import re

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.source import Source
from eligibility.rules import ConceptRule

_RANKED = frozenset({"score", "stage", "grade"})
_NEIGHBOURS = re.compile(r"(\d),(\d)")
_SUBLEVEL = re.compile(r"(?:[IVX]+|\d)[A-Da-d]\d?")
_FEW = 10
"""The highest value of a scale of few levels."""
_SIDES = "cpyra"
"""Letters before a category of a tumor that say how it was found."""


def neighbouring_levels(limit: Limit, rule: ConceptRule | None, source: Source, notes: Notes) -> Limit:
    """ "ASA 1,2": two neighbouring levels of a scale, where the comma would be a decimal one elsewhere."""
    if rule is None or rule.kind not in _RANKED or limit.lower is not limit.upper or limit.lower is None:
        return limit
    found = _NEIGHBOURS.fullmatch(source.tokens.surface(*limit.lower.tokens))
    if found is None or int(found[2]) != int(found[1]) + 1 or (rule.plausible or (0, 0))[1] > _FEW:
        return limit
    low, high = (replace(limit.lower, number=float(number)) for number in found.groups())
    notes.add(
        "list-inferred",
        "info",
        "two levels are taken to be listed, and no decimal",
        source.span(limit.first, limit.last),
    )
    return replace(limit, lower=low, upper=high)


def note_sublevels(limit: Limit, source: Source, notes: Notes) -> None:
    """Notes levels of a scale that no rule knows whose letter no number tells: "stage |IIIB|" is read as stage III.

    Args:
        limit: a limit on the scale.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    for end in {id(one): one for one in (limit.lower, limit.upper, *limit.one_of) if one is not None}.values():
        written = source.tokens.surface(*end.tokens) if end.level else ""
        if _SUBLEVEL.fullmatch(written):
            message = f'"{written}" is read as the whole level, without its letter'
            notes.add("sublevel-dropped", "warning", message, source.span(*end.tokens))


def level_ends(limit: Limit, rule: ConceptRule, source: Source) -> list[tuple[float, str | None] | None] | None:
    """The ends of a limit by the numbers that the rules give the levels of its scale; None where it has no such.

    Above a level is above its highest score, and below one below its lowest: "Child-Pugh |> A|" is more than 6.
    """
    ends: list[tuple[float, str | None] | None] = []
    if not any(end is not None and end.level for end in (limit.lower, limit.upper)):
        return None
    for end, highest in ((limit.lower, not limit.lower_inclusive), (limit.upper, limit.upper_inclusive)):
        if end is None:
            ends.append(None)
            continue
        found = level_number(source.tokens.surface(*end.tokens), rule, source.tokens.written[limit.first])
        if found is None:
            return None
        ends.append((found[1] if highest else found[0], rule.unit))
    return ends


def in_levels(limit: Limit, said: Limit, rule: ConceptRule | None, source: Source) -> Limit:
    """Levels that say a score again, as the scores that they have: "Child-Pugh ≤ 6 |(class A)|".

    Args:
        limit: the levels.
        said: the limit that they say again.
        rule: the scale of both.
        source: where its words stand.
    """
    ends = level_ends(limit, rule, source) if rule is not None and rule.levels else None
    if ends is None or limit.lower is None or limit.upper is None:
        return limit
    lower, upper = (
        None if end is None else replace(amount, number=end[0])
        for amount, end in zip((limit.lower, limit.upper), ends, strict=True)
    )
    return replace(
        limit, lower=lower if said.lower is not None else None, upper=upper if said.upper is not None else None
    )


def level_number(written: str, rule: ConceptRule, lead: str = "") -> tuple[float, float] | None:
    """The lowest and the highest score of a level as it is written; in "T1-|3" it is one of the letter before it."""
    found = rule.levels.get(written, rule.levels.get(written.upper()))
    if found is None and written[0].isdigit():
        found = rule.levels.get(lead.lstrip(_SIDES)[:1] + written)
    elif found is None:
        found = rule.levels.get(written.lstrip(_SIDES))
    if found is None:
        return None
    return (found, found) if isinstance(found, int | float) else (found[0], found[-1])
