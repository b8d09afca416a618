"""Kleene's logic on columns: a verdict is a number, so that "and" is the least of several and "or" the greatest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Eligibility, Verdict
from eligibility.screening.graph import Operator

NOT_MET: Final = 0
UNKNOWN: Final = 1
MET: Final = 2

VERDICTS: Final[tuple[Verdict, ...]] = ("not_met", "unknown", "met")
"""The verdicts on a criterion, at the places of their numbers."""
ELIGIBILITY: Final[tuple[Eligibility, ...]] = ("ineligible", "undetermined", "eligible")
"""The verdicts on a trial, at the places of the numbers that they come out as."""

NUMBERS: Final[dict[Verdict, int]] = {verdict: at for at, verdict in enumerate(VERDICTS)}

Column = NDArray[np.int8]
"""Verdicts of one node, a patient each."""
Table = NDArray[np.int8]
"""Verdicts: a node (or a criterion) a row, a patient a column."""

assert set(VERDICTS) == set(get_args(Verdict))


def opposite(verdicts: Table) -> Table:
    """Negation of each.

    Example:
        >>> opposite(np.array([NOT_MET, UNKNOWN, MET], np.int8)).tolist()
        [2, 1, 0]
    """
    turned: Table = np.subtract(MET, verdicts, dtype=np.int8)
    return turned


def combined(operator: Operator, parts: Table) -> Column:
    """What an operator says of each patient.

    Args:
        operator: the operator.
        parts: what its parts say, a part a row.
    """
    said: Column
    match operator.type:
        case "all_of":
            said = parts.min(axis=0, initial=MET)
        case "any_of":
            said = parts.max(axis=0, initial=NOT_MET)
        case "not":
            said = opposite(parts[0])
        case "implies":
            said = np.maximum(opposite(parts[0]), parts[1])
        case _:
            said = _at_least(operator.least, parts)
    return said


def _at_least(least: int, parts: Table) -> Column:
    sure, possible = (np.count_nonzero(parts >= limit, axis=0) >= least for limit in (MET, UNKNOWN))
    said: Column = np.add(sure, possible, dtype=np.int8)
    return said


def places(parts: Sequence[int]) -> NDArray[np.intp]:
    """Rows to take out of a table; none of them too."""
    return np.array(parts, np.intp)
