"""Converts values from one UCUM unit to another."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from eligibility.normalize.ucum import BODY_SURFACE, Dimension, Unit, read_ucum

Conversion = Callable[[float], float]


class Formula(NamedTuple):
    """A linear relation between two ways of reporting one analyte: `result` = slope x `given` + intercept."""

    given: str
    result: str
    slope: float
    intercept: float


FORMULAS = {
    "ngsp-ifcc": Formula("mmol/mol", "%", 0.09148, 2.152),
    "alcohol-units": Formula("U/wk", "{alcohol_units}/wk", 1.0, 0.0),
    "normal-plasma": Formula("[IU]/dL", "%", 1.0, 0.0),
    "bethesda": Formula("{BU}/mL", "{BU}", 1.0, 0.0),
    "gram-percent": Formula("g/dL", "%", 1.0, 0.0),
}
"""Named conversions.

`ngsp-ifcc`: the master equation for hemoglobin A1c, NGSP % = 0.09148 x IFCC mmol/mol + 2.152 (Hoelzel et al.,
Clin Chem 2004;50:166-174, in the form that the NGSP publishes).
`alcohol-units`: what criteria call so many "units" a week, where alcohol is what they are units of.
`normal-plasma`: the activity of a clotting factor; a milliliter of normal plasma has one international unit of each.
`bethesda`: inhibitors of clotting factors, of which so many units are so many units a milliliter.
`gram-percent`: grams in 100 mL, which "0.08 %" of alcohol in the blood are.
"""

VALENCES = {"monovalent": 1, "divalent": 2, "trivalent": 3}
"""Named formulas that say how many equivalents a mole has."""

STANDARD_BODY = "standard-body"
"""The named formula that takes a flow per 1.73 m² of body surface for the flow of the whole body."""

_ZEROS = {"Cel": Fraction("273.15"), "K": Fraction(0), "[degF]": Fraction("459.67") * 5 / 9}
"""Kelvin at the zero point of each scale of temperature."""

_LOGS = {"{Log_copies}": "{copies}", "{Log_IU}": "[IU]"}
"""Decimal logarithms, as LOINC writes them, and what they are the logarithm of."""


def convert(  # noqa: PLR0913 - what a unit does not say about the analyte has to be said here
    value: float,
    from_ucum: str,
    to_ucum: str,
    *,
    molar_mass: float | None = None,
    formula: str | None = None,
    valence: int | None = None,
) -> float | None:
    """A value in another unit, rounded to 12 significant digits; None if the units do not convert into one another.

    Args:
        value: a number of `from_ucum`.
        from_ucum: the UCUM code that the value is in.
        to_ucum: the UCUM code that it should be in.
        molar_mass: of the analyte (of the one below the slash in a ratio such as "mg/mmol"), g/mol.
        formula: a named conversion: a key of `FORMULAS` or `VALENCES`, or `STANDARD_BODY`.
        valence: equivalents per mole of the analyte; without it milliequivalents do not become millimoles.

    Example:
        >>> convert(5.5, "mmol/L", "mg/dL", molar_mass=180.156)
        99.0858
        >>> convert(53, "mmol/mol", "%", formula="ngsp-ifcc")
        7.00044
        >>> convert(60, "mL/min", "mL/min/{1.73_m2}") is None
        True
    """
    if from_ucum == to_ucum:
        return value
    try:
        change = _conversion(from_ucum, to_ucum, molar_mass, formula, valence)
        if change is None:
            return None
        result = change(value)
    except (OverflowError, ValueError):
        return None
    return float(f"{result:.12g}") if math.isfinite(result) else None


def dimension(ucum: str) -> Dimension | None:
    """What kind of quantity a UCUM code measures; two codes of one dimension convert into one another.

    Args:
        ucum: a UCUM code; a decimal logarithm has the dimension of what it is the logarithm of.

    Returns:
        Base units and their exponents, `()` for plain numbers; None for an unknown code.
    """
    unit = read_ucum(_without_log(ucum)[0])
    return unit.dimension if unit else None


@lru_cache(maxsize=8192)
def _conversion(
    given: str, wanted: str, molar_mass: float | None, formula: str | None, valence: int | None
) -> Conversion | None:
    if given in _ZEROS and wanted in _ZEROS:
        return _temperature(given, wanted)
    plain_given, given_log = _without_log(given)
    plain_wanted, wanted_log = _without_log(wanted)
    source, target = read_ucum(plain_given), read_ucum(plain_wanted)
    if source is None or target is None:
        return None
    if formula == STANDARD_BODY:
        source, target = _without_body(source), _without_body(target)
    if formula in FORMULAS and source.dimension != target.dimension:
        change = _by_formula(FORMULAS[formula], source, target)
        if change is not None:
            return change
    ratio = _ratio(source, target, molar_mass, VALENCES.get(formula or "", valence))
    return None if ratio is None else _scaling(ratio, given_log, wanted_log)


def _scaling(ratio: float, given_log: bool, wanted_log: bool) -> Conversion:
    if given_log and wanted_log:
        return lambda value: value + math.log10(ratio)
    if given_log:
        return lambda value: 10.0**value * ratio
    if wanted_log:
        return lambda value: math.log10(value * ratio)
    return lambda value: value * ratio


def _without_log(code: str) -> tuple[str, bool]:
    """The code of what is under the logarithm, and whether there was one."""
    for log, plain in _LOGS.items():
        if code.startswith(log):
            return plain + code[len(log) :], True
    return code, False


def _temperature(given: str, wanted: str) -> Conversion:
    source, target = read_ucum(given), read_ucum(wanted)
    assert source
    assert target
    scale = float(source.factor / target.factor)
    shift = float((_ZEROS[given] - _ZEROS[wanted]) / target.factor)
    return lambda value: value * scale + shift


def _by_formula(formula: Formula, source: Unit, target: Unit) -> Conversion | None:
    given, result = read_ucum(formula.given), read_ucum(formula.result)
    assert given
    assert result
    if (source.dimension, target.dimension) == (given.dimension, result.dimension):
        before, after = float(source.factor / given.factor), float(result.factor / target.factor)
        return lambda value: (formula.slope * value * before + formula.intercept) * after
    if (source.dimension, target.dimension) == (result.dimension, given.dimension):
        before, after = float(source.factor / result.factor), float(given.factor / target.factor)
        return lambda value: (value * before - formula.intercept) / formula.slope * after
    return None


def _ratio(source: Unit, target: Unit, molar_mass: float | None, valence: int | None) -> float | None:
    """How many of `target` are one `source`; through valence and molar mass only where it takes them."""
    for with_valence in (None, valence):
        for with_mass in (None, molar_mass):
            one, other = (_in_mass(_in_moles(unit, with_valence), with_mass) for unit in (source, target))
            if one.dimension == other.dimension:
                return float(one.factor / other.factor)
    return None


def _without_body(unit: Unit) -> Unit:
    return Unit(unit.factor, tuple(part for part in unit.dimension if part[0] != BODY_SURFACE))


def _in_moles(unit: Unit, valence: int | None) -> Unit:
    """The unit with equivalents written as moles."""
    count = dict(unit.dimension).get("eq", 0)
    if not valence or count <= 0:
        return unit
    rest = Unit(unit.factor, tuple(part for part in unit.dimension if part[0] != "eq"))
    return rest * Unit(Fraction(1, valence), (("mol", 1),)) ** count


def _in_mass(unit: Unit, molar_mass: float | None) -> Unit:
    """The unit with moles written as grams; a ratio of moles to moles, which may be of two analytes, stays."""
    exponents = dict(unit.dimension)
    above, below = exponents.pop("mol", 0), exponents.pop("/mol", 0)
    if not molar_mass or bool(above) == bool(below):
        return unit
    rest = Unit(unit.factor, tuple(sorted(exponents.items())))
    return rest * Unit(Fraction(molar_mass), (("g", 1),)) ** (above - below)
