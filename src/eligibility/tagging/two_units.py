"""Sizes and weights in two units: "4 feet |10| inches" is 58 inches, "7 lb |8| oz" 120 ounces."""

from __future__ import annotations

from eligibility.grammar.numbers import read_number
from eligibility.tagging.surroundings import Surroundings

_SMALLER = {"[ft_i]": ("[in_i]", 12.0), "[lb_av]": ("[oz_av]", 16.0)}
"""The smaller unit that goes with a larger one, and how many of it the larger one has."""
_ADDS = frozenset({"and", ",", "-"})


def in_smaller(place: int, value: float, around: Surroundings) -> tuple[int, float] | None:
    """The end and the value of a number at a token, in the unit of the smaller number behind it; None without one.

    Args:
        place: the token of the number in the larger unit.
        value: that number.
        around: the criterion.
    """
    tokens, rest = around.tokens, place + 2
    if rest < around.count and tokens.folded[rest] in _ADDS:
        rest += 1
    if rest + 1 >= around.count or not tokens.numeric[rest] or value != int(value):
        return None
    smaller = _SMALLER.get(around.units.ucum(tokens.written[place + 1]) or "")
    more = read_number(tokens.written[rest])
    if smaller is None or more is None or more >= smaller[1]:
        return None
    if around.units.ucum(tokens.written[rest + 1]) != smaller[0]:
        return None
    return rest + 1, value * smaller[1] + more
