"""Limits of normal: those that a value carries, or those that the caller has for people of a sex and an age."""

from __future__ import annotations

from typing import NamedTuple

from eligibility.check.patient import MeasurementFact
from eligibility.check.settings import ReferenceRange
from eligibility.check.vocabulary import Subject, Vocabulary


class Person(NamedTuple):
    """Whose value it is: the sex and the age in completed years, where they are known."""

    sex: str | None
    age: int | None


class LimitsOfNormal:
    """Where the limits of normal come from.

    Args:
        ranges: the caller's; the first that fits counts.
        vocabulary: the words and codes in force.

    Attributes:
        change: how values of one unit become values of another, see `UnitChanges`.
    """

    def __init__(self, ranges: tuple[ReferenceRange, ...], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.change = vocabulary.units.between
        self._ranges = [(one, vocabulary.of_fact(one.name, one.codes, "measurement")) for one in ranges]

    def limit(self, kind: str, fact: MeasurementFact, subject: Subject, person: Person) -> float | None:
        """The limit of normal of a value, in the value's own unit; None where it is not known.

        Args:
            kind: "uln" or "lln".
            fact: the value.
            subject: what was measured.
            person: whose value it is.
        """
        own = fact.upper_limit if kind == "uln" else fact.lower_limit
        if own is not None:
            return own
        for one, measured in self._ranges:
            if _fits(one, person) and self._vocabulary.match(subject, measured) is not None:
                limit = one.upper if kind == "uln" else one.lower
                return None if limit is None else self._in_unit_of(fact, one, limit, subject)
        return None

    def _in_unit_of(self, fact: MeasurementFact, one: ReferenceRange, limit: float, subject: Subject) -> float | None:
        if (one.unit or "").strip() == (fact.unit or "").strip():
            return limit
        rule = subject.rule
        canonical = rule.unit if rule is not None else None
        mass, formula = (rule.molar_mass, rule.formula) if rule is not None else (None, None)
        here, there = (self.change(unit, canonical, mass, formula) for unit in (one.unit, fact.unit))
        if here is None or there is None or canonical is None:
            return None
        in_canonical, unit_size = here.of(limit, limit), there.of(1.0, limit)
        return None if in_canonical is None or not unit_size else in_canonical / unit_size


def _fits(one: ReferenceRange, person: Person) -> bool:
    if one.sex is not None and one.sex != person.sex:
        return False
    if one.min_age is None and one.max_age is None:
        return True
    if person.age is None:
        return False
    return (one.min_age is None or person.age >= one.min_age) and (one.max_age is None or person.age <= one.max_age)
