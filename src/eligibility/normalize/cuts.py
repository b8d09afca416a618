"""Cuts: where commas part a list that has "and" as well as "or"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.joins import Join, Operator, is_denied_on
from eligibility.normalize.parts import Part

_FEWEST = 2
"""Separators of alternatives, and of what is added to them."""


def comma_cuts(parts: Sequence[Part], operators: Sequence[Operator]) -> list[int]:
    """Where commas before "and" part a list with "or" in it: "A or B, |and C", "A, |and B or C"."""
    cuts: list[int] = []
    if "or" not in operators or "and" not in operators:
        return cuts
    last = max(place for place, operator in enumerate(operators) if operator == "or")
    for place, part in enumerate(parts):
        if place and part.apart and operators[place - 1] == "and" and not is_denied_on(parts[place - 1], part):
            cuts.append(place)
            if place > last:
                break
    return cuts


def closing_cuts(parts: Sequence[Part], operators: Sequence[Operator]) -> list[int]:
    """Where commas that mean "and" part a list that ", and" closes: "A, |B or C, |and D or E".

    Args:
        parts: the items of what is asked for.
        operators: what stands between them.
    """
    closing = next((place for place in range(len(operators), 0, -1) if operators[place - 1] == "and"), 0)
    if "or" not in operators or not parts[closing].comma or parts[closing].apart:
        return []
    ends = (place for place in range(1, closing) if operators[place - 1] == "and" and not parts[place].added)
    return [*ends, closing]


def bare_cut(parts: Sequence[Part], joins: Sequence[Join], operators: Sequence[Operator]) -> list[int]:
    """Where a comma alone parts what is added to alternatives before it: "A or B, |C".

    Args:
        parts: the items of what is asked for.
        joins: what stands between them.
        operators: what that means.
    """
    if len(joins) < _FEWEST or len(joins) != len(operators) or joins[-1] != "comma" or operators[-1] != "and":
        return []
    last, before = parts[-1], parts[-2]
    told = last.relative or last.beside or before.slashed or "and" in operators[:-1]
    drafts = [*before.drafts(), *last.drafts()]
    if told or not last.parts or any(draft.kind == "attestation" for draft in drafts):
        return []
    last.drafts()[0].comma_inferred = all(draft.kind == "occurrence" for draft in drafts)
    return [len(parts) - 1]
