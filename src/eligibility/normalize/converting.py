"""Conversion: one end of a limit in the canonical unit of its concept, with what has to be inferred for it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.ucum import BODY_SURFACE
from eligibility.normalize.units import STANDARD_BODY, convert
from eligibility.rules import ConceptRule
from eligibility.tree import Span

_POWER_OF_TEN = "10*"
"""How units of large numbers begin; without it the number may be written out: "> 5 million", "> 100,000"."""
_PER_CENT = "%"
_COUNTED = "{"
"""What the code of things that are counted begins with: so many drinks are no share of the days of a month."""
_DEVIATIONS = "{SD}"
"""What scores are told in that may be negative, and no others."""
_DEGREES, _CELSIUS = "deg", "Cel"
"""A unit of angles, which is written for one of temperature, and that: "fever > 38 |degrees|"."""
_POINTS = "{points}"
"""What scores are told in that have another unit, or none."""
_SHARE = 0.001
"""A number so small is a share, and no per cent: "minimal residual disease < 10^-4"."""
_DAILY = "/d"
_UNTOLD = frozenset({"/mL", "/L", "/(5.min)"})
"""Volumes, and the time of a test, that nobody has to write: "viral load < 400 copies", "Schirmer test < 10 mm"."""
_UNWRITTEN = frozenset({"1", "[pH]"})
"""Units that nobody writes."""


def convert_end(
    end: Amount | None, rule: ConceptRule | None, span: Span, notes: Notes, both: Sequence[Amount | None]
) -> tuple[float, str | None] | None:
    """One end in the canonical unit, and the unit that it is then in; `both` are the ends of its limit."""
    if end is None or end.number is None:
        return None
    number = end.number
    canonical = rule.unit if rule is not None else None
    if rule is None or canonical is None:
        if end.unit_tokens is not None and end.unit is None:
            notes.add("unit-unknown", "warning", "the unit is not known; the value is kept as written", span)
        return number, end.unit
    scaled = (end.unit == _POINTS and rule.kind == "score") or (end.unit == _DEGREES and canonical == _CELSIUS)
    if end.unit_tokens is None or scaled:
        return _implied(number, rule, span, notes, both)
    if end.unit is None:
        notes.add("unit-unknown", "warning", "the unit is not known; the value is kept as written", span)
        return number, None
    value = None
    share = end.unit == _PER_CENT and canonical.startswith(_COUNTED)
    share = share or (end.unit == _DEVIATIONS and rule.plausible is not None and rule.plausible[0] >= 0)
    if not share and not (end.unit.startswith(_COUNTED) and "/" not in end.unit and "/" in canonical):
        value = convert(number, end.unit, canonical, molar_mass=rule.molar_mass, formula=rule.formula)
    if rule.formula == STANDARD_BODY and (BODY_SURFACE in end.unit) != (BODY_SURFACE in canonical):
        notes.add("body-surface-assumed", "info", f"{end.unit} is taken to be {canonical}, as of a standard body", span)
    if value is None and canonical.endswith(_DAILY):
        value = convert(number, end.unit + _DAILY, canonical, molar_mass=rule.molar_mass, formula=rule.formula)
        if value is not None:
            notes.add("unit-inferred", "info", f"{end.unit} is taken to be in a day, as {rule.name} is told so", span)
    if value is None and canonical.removeprefix(end.unit) in _UNTOLD:
        value = number
        notes.add("unit-inferred", "info", f"{end.unit} is taken to be {canonical}, as {rule.name} is told so", span)
    if value is None:
        notes.add(
            "unit-mismatch", "warning", f"{end.unit} does not convert to {canonical}, the unit of {rule.name}", span
        )
        return number, end.unit
    return value, canonical


def is_in_its_unit(limit: Limit, rule: ConceptRule) -> bool:
    """Whether a limit is one that a concept can have: no flow is a share of oxygen ("≥ 30 L/min with |FiO2|")."""
    unit = limit.amount.unit
    if unit is None or rule.unit is None or unit == rule.unit or unit in rule.units:
        return True
    return convert(1.0, unit, rule.unit, molar_mass=rule.molar_mass, formula=rule.formula) is not None


def in_points(end: Amount | None, rule: ConceptRule | None) -> Amount | None:
    """One end, where it is per cent of a score, in points of it: "hip score < 70 %"."""
    if end is None or end.unit != _PER_CENT or rule is None or rule.kind != "score" or rule.unit != "1":
        return end
    return replace(end, unit="1") if rule.plausible is not None and rule.plausible[1] > 1 else end


def _implied(
    number: float, rule: ConceptRule, span: Span, notes: Notes, both: Sequence[Amount | None]
) -> tuple[float, str | None]:
    """A number without a unit: in the implied unit, or in the one accepted unit in which it is plausible.

    A unit in which both ends are plausible goes before one in which only this one is: "pain VAS 10 to 40".
    """
    canonical = rule.unit
    if canonical is None or canonical in _UNWRITTEN or canonical.startswith("{"):
        return number, canonical
    candidates = [unit for unit in (rule.implied_unit, canonical, *rule.units) if unit]
    if canonical == _PER_CENT and 0 < number < 1:
        candidates = ["1"] if number <= _SHARE else [*candidates, "1"]
    if canonical.startswith(_POWER_OF_TEN):
        _, _, per = canonical.partition("/")
        candidates.append(f"/{per}" if per else "1")
    other = next((end.number for end in both if end is not None and end.number not in {None, number}), None)
    fitting: list[tuple[str, float]] = []
    for unit in dict.fromkeys(candidates):
        value = _plausible_in(unit, number, rule)
        if value is None:
            continue
        if other is None or _plausible_in(unit, other, rule) is not None:
            fitting.insert(0, (unit, value))
            break
        fitting.append((unit, value))
    if not fitting:
        message = f"no unit is written, and the value is plausible in none of {rule.name}"
        notes.add("unit-missing", "warning", message, span)
        return number, None
    unit, value = fitting[0]
    notes.add("unit-inferred", "info", f"no unit is written; {unit} is taken, as the value is plausible in it", span)
    return value, canonical


def _plausible_in(unit: str, number: float, rule: ConceptRule) -> float | None:
    """A number in the canonical unit, where it is plausible if it is in a unit; else None."""
    value = convert(number, unit, rule.unit or unit, molar_mass=rule.molar_mass, formula=rule.formula)
    return value if value is not None and _plausible(value, rule) else None


def _plausible(value: float, rule: ConceptRule) -> bool:
    return rule.plausible is None or rule.plausible[0] <= value <= rule.plausible[1]
