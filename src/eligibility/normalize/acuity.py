"""Acuity: letters of a chart, and the fraction or decimal that says the same: "73 letters |(20/40)|".

A line of the ETDRS chart has five letters and is a tenth of logMAR; 85 letters are 20/20. F. L. Ferris et al., "New
visual acuity charts for clinical research", American Journal of Ophthalmology 94, 1982, 91-96.
"""

from __future__ import annotations

import math

from eligibility.grammar.limits import Amount

_LETTERS = "{letters}"
_NORMAL = 85
"""Letters that are read at 20/20."""
_TENFOLD = 50
"""Letters between two acuities of which one is ten times the other."""
_LINE = 5
"""Letters of a line, which fractions are rounded to."""
_FRACTION = 2.0
"""The highest acuity as a fraction or decimal; what is higher is a number of letters."""


def seen_alike(one: Amount | None, two: Amount | None) -> bool:
    """Whether two ends of limits on visual acuity are the same line of a chart.

    Args:
        one: the end of the one limit, in letters or as a fraction or decimal.
        two: that of the other.
    """
    letters = [_letters(end) for end in (one, two)]
    return letters[0] is not None and letters[1] is not None and abs(letters[0] - letters[1]) < _LINE


def _letters(end: Amount | None) -> float | None:
    """How many letters an acuity is; None where it is told otherwise."""
    if end is None or end.number is None:
        return None
    if end.unit == _LETTERS or (end.unit is None and end.number > _FRACTION):
        return end.number
    if end.unit in {None, "1"} and end.number > 0:
        return _NORMAL + _TENFOLD * math.log10(end.number)
    return None
