"""Values that nobody would name, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.linting.finding import Finding, finding
from eligibility.normalize import convert
from eligibility.rules import ConceptRule, Rules
from eligibility.tree import Age, Criterion, Measurement, Quantity, Range

OLDEST = 125.0
"""Years that nobody has reached (the oldest verified age is 122)."""


def plausibility(criterion: Criterion, rules: Rules) -> Iterator[Finding]:
    """Limits beyond the plausible range that the packs give, a finding for each leaf."""
    for age in criterion.constraint.find(Age):
        if age.range is not None and (bound := _outside(age.range, (0.0, OLDEST))) is not None:
            yield finding("implausible-value", f"an age of {bound:g} years", [criterion], [age.span])
    for leaf in criterion.constraint.find(Measurement):
        rule = rules.concept(leaf.concept.name, "measurement") if leaf.concept and leaf.concept.name else None
        if rule is not None and rule.plausible is not None:
            yield from _measurement(criterion, leaf, rule, rule.plausible)


def _measurement(
    criterion: Criterion, leaf: Measurement, rule: ConceptRule, plausible: tuple[float, float]
) -> Iterator[Finding]:
    if leaf.range is None or leaf.relative_to is not None or leaf.range.unit != rule.unit:
        return
    bound = _outside(leaf.range, plausible)
    if bound is None:
        return
    unit = rule.unit or ""
    what = f"{rule.name} of {bound:g} {unit}: between {plausible[0]:g} and {plausible[1]:g} would be plausible"
    meant = _unit_meant(leaf.as_written, rule, plausible)
    code = "implausible-value" if meant is None else "unit-slip"
    message = what if meant is None else f"{what}; {meant} may be meant"
    yield finding(code, message, [criterion], [leaf.as_written.span if leaf.as_written else leaf.span])


def _outside(limit: Range, plausible: tuple[float, float]) -> float | None:
    """A bound beyond the plausible ones; zero is a way to say "any at all"."""
    for bound in (limit.lower, limit.upper):
        if bound is not None and bound != 0 and not plausible[0] <= bound <= plausible[1]:
            return bound
    return None


def _unit_meant(written: Quantity | None, rule: ConceptRule, plausible: tuple[float, float]) -> str | None:
    """Another unit of the concept in which all that is written is plausible."""
    numbers = [one for one in (written.lower, written.upper) if one is not None] if written else []
    if not numbers or rule.unit is None:
        return None
    for unit in rule.units:
        values = [convert(one, unit, rule.unit, molar_mass=rule.molar_mass, formula=rule.formula) for one in numbers]
        if all(value is not None and plausible[0] <= value <= plausible[1] for value in values):
            return unit
    return None
