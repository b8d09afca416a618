"""Units of patients: in UCUM or as laboratories write them, into the unit of a limit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import isinf
from typing import NamedTuple

from eligibility.grammar import Units
from eligibility.normalize.ucum import read_ucum
from eligibility.normalize.units import FORMULAS, convert
from eligibility.rules import UnitRule

_DIGITS = {"ngsp-ifcc": 1}
"""Decimals in which the result of a formula is reported: an NGSP value is given as 8.5 %, so that 53 mmol/mol, which
the master equation makes 7.00044 %, is 7.0 %."""
_WRITTEN_DIGITS = 2
"""A limit with more decimals than this was not written in this unit, but is the result of a formula itself."""
_NEAR = 1e-9


class Change(NamedTuple):
    """How values of one unit become values of another: UCUM codes, and what the analyte adds to them."""

    given: str
    wanted: str
    molar_mass: float | None
    formula: str | None

    def of(self, value: float, bound: float) -> float | None:
        """A value in the other unit, to be compared with a bound in it; None if it cannot be converted.

        Where a formula made either the value or the bound, and not both, what it made counts as reported: 53 mmol/mol
        is 7.0 %, and 8.5 % is within "≤ 69 mmol/mol".
        """
        if isinf(value) or self.given == self.wanted:
            made: float | None = value
        else:
            made = convert(value, self.given, self.wanted, molar_mass=self.molar_mass, formula=self.formula)
        digits = _DIGITS.get(self.formula or "")
        if made is None or isinf(made) or digits is None or self.wanted != FORMULAS[self.formula or ""].result:
            return made
        value_made, bound_made = self.given == FORMULAS[self.formula or ""].given, _is_made(bound)
        if value_made and not bound_made:
            return round(made, digits)
        if bound_made and not value_made and abs(made - round(bound, digits)) < _NEAR:
            return bound
        return made


def _is_made(bound: float) -> bool:
    return abs(bound - round(bound, _WRITTEN_DIGITS)) > _NEAR


class UnitChanges:
    """Changes between the units of patients and those of limits.

    Args:
        rules: the spellings of units.

    Example:
        >>> from eligibility.rules import load_builtin
        >>> UnitChanges(load_builtin().units).between("mmol/l", "mg/dL", 180.156, None).of(5.5, 100)
        99.0858
    """

    def __init__(self, rules: Iterable[UnitRule]) -> None:
        self._units = Units(rules)
        self.between = lru_cache(maxsize=1 << 14)(self._between)

    def _between(
        self, written: str | None, wanted: str | None, molar_mass: float | None, formula: str | None
    ) -> Change | None:
        """How values in a unit as written become values in a UCUM unit; None if they do not."""
        unit, plain = (written or "").strip(), wanted is None or wanted == "1" or wanted.startswith("{")
        if unit == (wanted or "") or (not unit and plain):
            return Change(wanted or "1", wanted or "1", molar_mass, formula)
        if wanted is None or not unit:
            return None
        for given in self._codes(unit):
            if convert(1.0, given, wanted, molar_mass=molar_mass, formula=formula) is not None:
                return Change(given, wanted, molar_mass, formula)
        return None

    def _codes(self, written: str) -> list[str]:
        """The UCUM codes that a unit as written may be."""
        found = [written] if read_ucum(written) is not None else []
        read = self._units.ucum(written)
        return found if read is None or read in found else [*found, read]
