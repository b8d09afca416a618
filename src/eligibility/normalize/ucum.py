"""Reads a UCUM code into a factor and a dimension.

Clinical codes are products of powers of ten and a few definitions, so they are worked out here; the sizes of units that
trials seldom have (yards, pints, dynes) are asked of pint, once each, since importing pint costs more than parsing a
trial.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pint

LONGEST = 200
"""Characters: nothing longer is taken for a UCUM code."""

BODY_SURFACE = "{1.73_m2}"
"""Per standard body surface: an annotation that this library never drops, since it changes what was measured."""

_BASE = frozenset(
    "m g s K mol eq osm A cd deg B Sv [pH] [arb'U] [EU] [CFU] [PFU] [HPF] [LPF] [p'diop] [hnsf'U]".split()  # noqa: SIM905 - easier to read
)

_DEFINED: dict[str, tuple[str, str]] = {
    "L": ("1", "dm3"),
    "l": ("1", "dm3"),
    "%": ("1", "10*-2"),
    "[ppm]": ("1", "10*-6"),
    "[ppb]": ("1", "10*-9"),
    "min": ("60", "s"),
    "h": ("60", "min"),
    "d": ("24", "h"),
    "wk": ("7", "d"),
    "a": ("365.25", "d"),
    "mo": ("30.4375", "d"),
    "U": ("1", "umol/min"),
    "[IU]": ("1", "U"),
    "[iU]": ("1", "U"),
    "kat": ("1", "mol/s"),
    "Hz": ("1", "/s"),
    "Bq": ("1", "/s"),
    "N": ("1", "kg.m/s2"),
    "Pa": ("1", "N/m2"),
    "J": ("1", "N.m"),
    "W": ("1", "J/s"),
    "V": ("1", "W/A"),
    "Gy": ("1", "J/kg"),
    "m[Hg]": ("133.322", "kPa"),
    "m[H2O]": ("9.80665", "kPa"),
    "[wood'U]": ("1", "mm[Hg].min/L"),
    "[diop]": ("1", "/m"),
    "''": ("1/3600", "deg"),
    "[MET]": ("3.5", "mL/min/kg"),
    "[Ch]": ("1/3", "mm"),
    "Cel": ("1", "K"),
    "[degF]": ("5/9", "K"),
    "[lb_av]": ("453.59237", "g"),
    "[oz_av]": ("1/16", "[lb_av]"),
    "[stone_av]": ("14", "[lb_av]"),
    "[in_i]": ("2.54", "cm"),
    "[ft_i]": ("12", "[in_i]"),
    "cal": ("4.184", "J"),
    "Ci": ("37000000000", "Bq"),
    "RAD": ("1/100", "Gy"),
}
"""Units by others, as UCUM defines them; a degree here is a difference, `units.convert` knows the zero points.
An international unit is set equal to a catalytic unit: laboratories write "IU/L" for enzymes where UCUM says U/L."""

_PINT = {
    "[yd_i]": "yard",
    "[mi_i]": "mile",
    "[foz_us]": "fluid_ounce",
    "[pt_us]": "pint",
    "[qt_us]": "quart",
    "[gal_us]": "gallon",
    "bar": "bar",
    "atm": "atmosphere",
    "dyn": "dyne",
}
"""UCUM codes whose size pint knows, and pint's names of them."""

_PINT_BASE = {
    "[length]": "m",
    "[mass]": "g",
    "[time]": "s",
    "[temperature]": "K",
    "[substance]": "mol",
    "[current]": "A",
}

_METRIC = frozenset(
    "m g s K mol eq osm A L l U [IU] [iU] kat Hz Bq N Pa J W V Gy Sv m[Hg] m[H2O] B cal bar dyn Ci RAD".split()  # noqa: SIM905 - easier to read
)
"""The units that take a prefix."""

_PREFIXES = {
    "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1,
    "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
}  # fmt: skip
"""The powers of ten that the prefixes stand for."""

_COMPONENT = re.compile(
    r"(?:10[*^](?P<ten>[+-]?[0-9]{1,2})"
    r"|(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9})?)"
    r"|(?P<atom>(?:[A-Za-z%']|\[[^\[\]]*\])+)(?P<power>[+-]?[0-9])?(?:\{[^{}]*\})?"
    r"|(?P<note>\{[^{}]*\}))"
)

Dimension = tuple[tuple[str, int], ...]
"""Base units and their exponents, sorted. Moles below the slash ("/mol") are kept apart from moles above."""


class Unit(NamedTuple):
    """What a UCUM code stands for: `factor` times a product of base units."""

    factor: Fraction
    dimension: Dimension

    def __mul__(self, other: Unit) -> Unit:  # type: ignore[override]  # no repetition
        exponents = dict(self.dimension)
        for symbol, exponent in other.dimension:
            exponents[symbol] = exponents.get(symbol, 0) + exponent
        return Unit(self.factor * other.factor, _tidy(exponents))

    def __pow__(self, power: int) -> Unit:
        if power >= 0:
            return Unit(self.factor**power, _tidy({symbol: power * e for symbol, e in self.dimension}))
        return self.inverse() ** -power

    def inverse(self) -> Unit:
        """One over this unit."""
        turned = {_OTHER_SIDE.get(symbol, symbol): e if symbol in _OTHER_SIDE else -e for symbol, e in self.dimension}
        return Unit(1 / self.factor, _tidy(turned))


ONE = Unit(Fraction(1), ())
_OTHER_SIDE = {"mol": "/mol", "/mol": "mol"}


def _tidy(exponents: dict[str, int]) -> Dimension:
    return tuple(sorted((symbol, exponent) for symbol, exponent in exponents.items() if exponent))


@lru_cache(maxsize=8192)
def read_ucum(code: str) -> Unit | None:
    """The factor and dimension of a UCUM code; None if it is none, or not one that this library knows.

    Args:
        code: a UCUM code, case-sensitive, such as "10*9/L".

    Example:
        >>> read_ucum("mmol/L")
        Unit(factor=Fraction(1, 1), dimension=(('m', -3), ('mol', 1)))
    """
    if not 0 < len(code) <= LONGEST:
        return None
    try:
        return _Reader(code).whole()
    except _NotUcumError:
        return None


class _NotUcumError(Exception):
    pass


class _Reader:
    """Reads a code from left to right, as UCUM has it: a slash turns over only what follows it at once."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    def whole(self) -> Unit:
        unit = self._term()
        if self._at < len(self._code):
            raise _NotUcumError
        return unit

    def _take(self, signs: str) -> str:
        sign = self._code[self._at : self._at + 1]
        if not sign or sign not in signs:
            return ""
        self._at += 1
        return sign

    def _term(self) -> Unit:
        unit = self._component().inverse() if self._take("/") else self._component()
        while sign := self._take("./"):
            factor = self._component()
            unit *= factor.inverse() if sign == "/" else factor
        return unit

    def _component(self) -> Unit:
        if self._take("("):
            unit = self._term()
            if not self._take(")"):
                raise _NotUcumError
            return unit
        found = _COMPONENT.match(self._code, self._at)
        read = _component(found) if found else None
        if not found or not read:
            raise _NotUcumError
        self._at = found.end()
        return read


def _component(found: re.Match[str]) -> Unit | None:
    if found["ten"]:
        return Unit(Fraction(10) ** int(found["ten"]), ())
    if found["number"]:
        size = Fraction(found["number"])
        return Unit(size, ()) if size else None
    if found["atom"]:
        unit = _atom(found["atom"])
        return unit ** int(found["power"] or 1) if unit else None
    return Unit(Fraction(1), ((BODY_SURFACE, 1),)) if found["note"] == BODY_SURFACE else ONE


@cache
def _atom(code: str) -> Unit | None:
    """A unit without exponent, with a prefix or not."""
    unit = _plain(code)
    if unit:
        return unit
    for length in (2, 1):
        prefix, rest = code[:length], code[length:]
        if prefix in _PREFIXES and rest in _METRIC and (unit := _plain(rest)):
            return Unit(unit.factor * Fraction(10) ** _PREFIXES[prefix], unit.dimension)
    return None


def _plain(code: str) -> Unit | None:
    if code in _BASE:
        return Unit(Fraction(1), ((code, 1),))
    if code in _DEFINED:
        size, others = _DEFINED[code]
        unit = read_ucum(others)
        return Unit(Fraction(size) * unit.factor, unit.dimension) if unit else None
    return _from_pint(_PINT[code]) if code in _PINT else None


def _from_pint(name: str) -> Unit:
    quantity: Any = _registry().Quantity(1, name).to_base_units()
    exponents = {_PINT_BASE[symbol]: round(float(exponent)) for symbol, exponent in quantity.dimensionality.items()}
    return Unit(Fraction(str(quantity.magnitude)) * 1000 ** exponents.get("g", 0), _tidy(exponents))


@cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # noqa: PLC0415 - takes longer than parsing a trial, and few trials need it

    return pint.UnitRegistry(cache_folder=None)
