"""A measured value as a number that a limit can be compared with: units, levels of scales, multiples of limits."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.check.intervals import ANYTHING, Interval, exactly
from eligibility.check.limits import LimitsOfNormal, Person
from eligibility.check.patient import MeasurementFact
from eligibility.check.vocabulary import Subject
from eligibility.grammar import read_number
from eligibility.rules import ConceptRule
from eligibility.tree import Measurement

_COMPARED = re.compile(r"(?P<sign>[<>]=?|[≤≥]|=)? *(?P<number>[-+]?[0-9][0-9., ]*)", re.ASCII)
_PREDICTED = re.compile(r"pred", re.IGNORECASE)
_MULTIPLE = {kind: re.compile(rf"(?:\b|x){kind}\b", re.IGNORECASE) for kind in ("uln", "lln")}
_LONGEST = 40
_RANKED = frozenset({"score", "stage", "grade"})


class Reading(NamedTuple):
    """A value as a limit sees it; where it cannot be compared, anything, and why."""

    number: Interval
    code: str = ""
    said: tuple[tuple[str, object], ...] = ()
    note: str = ""


class ValueReader:
    """Reads values for limits.

    Args:
        limits: where limits of normal come from.
        person: whose values they are.
    """

    def __init__(self, limits: LimitsOfNormal, person: Person) -> None:
        self._limits = limits
        self._person = person

    def read(self, fact: MeasurementFact, subject: Subject, leaf: Measurement, bound: float) -> Reading:
        """A value in the unit of a leaf's range, or as the multiple that it is a limit of.

        Args:
            fact: the value.
            subject: what was measured.
            leaf: what limits it.
            bound: the bound that it will be compared with.
        """
        number = _number(fact, subject.rule)
        if number is None:
            code = "no-value" if fact.value_text is None else "not-a-number"
            return Reading(ANYTHING, code, (("value", fact.value_text or ""),))
        if leaf.relative_to is not None:
            return self._multiple(number, fact, subject, leaf)
        return self._converted(number, fact, leaf, subject.rule, bound)

    def place(self, fact: MeasurementFact, subject: Subject) -> str | None:
        """Where a value stands among its limits of normal: below, within, above; None where that is not known."""
        number = _number(fact, subject.rule)
        upper, lower = (self._limits.limit(kind, fact, subject, self._person) for kind in ("uln", "lln"))
        if number is None or number.low != number.high:
            return None
        if upper is not None and number.low > upper:
            return "above"
        if lower is not None and number.low < lower:
            return "below"
        return None if upper is None or lower is None else "within"

    def _multiple(self, number: Interval, fact: MeasurementFact, subject: Subject, leaf: Measurement) -> Reading:
        """The value as a multiple of a limit of normal or of the predicted value."""
        assert leaf.relative_to is not None
        kind, unit = leaf.relative_to.kind, fact.unit or ""
        if kind == "predicted":
            if not (_PREDICTED.search(unit) or _PREDICTED.search(fact.name)):
                return Reading(ANYTHING, "no-predicted-value")
            return Reading(_scaled(number, 0.01 if "%" in unit + fact.name else 1.0))
        if kind not in _MULTIPLE:
            return Reading(ANYTHING, "no-reference", (("what", leaf.relative_to.text or kind),))
        if _MULTIPLE[kind].search(unit):
            return Reading(number)
        limit = self._limits.limit(kind, fact, subject, self._person)
        if limit is None or limit <= 0:
            return Reading(ANYTHING, "no-limit-of-normal", (("limit", kind.upper()),))
        multiple = _scaled(number, 1 / limit)
        return Reading(multiple, note=f"{multiple.low:.6g} × {kind.upper()} of {limit:.6g} {unit}".strip())

    def _converted(
        self, number: Interval, fact: MeasurementFact, leaf: Measurement, rule: ConceptRule | None, bound: float
    ) -> Reading:
        """The value in the unit of the leaf's range; the unit as written, where the range has none."""
        assert leaf.range is not None
        wanted = leaf.range.unit or (leaf.as_written.unit if leaf.as_written is not None else None)
        mass, formula = (rule.molar_mass, rule.formula) if rule is not None else (None, None)
        change = self._limits.change(fact.unit, wanted, mass, formula)
        low, high = (None, None) if change is None else (change.of(number.low, bound), change.of(number.high, bound))
        if low is None or high is None:
            code = "unit-unconvertible" if fact.unit else "unit-missing"
            return Reading(ANYTHING, code, (("unit", fact.unit), ("wanted", wanted or "no unit")))
        note = "" if low == number.low or low != high else f"{number.low:.6g} {fact.unit} is {low:.6g} {wanted}"
        return Reading(number._replace(low=low, high=high), note=note)


def _number(fact: MeasurementFact, rule: ConceptRule | None) -> Interval | None:
    if fact.value is not None:
        return exactly(fact.value)
    text = (fact.value_text or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    return _level(text, rule) or _compared(text)


def number_in(text: str) -> float | None:
    """The number that a text is; None where it is none, or only limits one."""
    number = _compared(text.strip()) if len(text) <= _LONGEST else None
    return number.low if number is not None and number.low == number.high else None


def _compared(text: str) -> Interval | None:
    """A number in words: "8.1", "< 0.5"."""
    found = _COMPARED.fullmatch(text)
    figures = found["number"].strip() if found else ""
    number = read_number(figures.removeprefix("-").removeprefix("+"))
    if found is None or number is None:
        return None
    number = -number if figures.startswith("-") else number
    sign = found["sign"] or "="
    if sign == "=":
        return exactly(number)
    if sign[0] in "<≤":
        return Interval(ANYTHING.low, number, low_open=True, high_open=sign == "<")
    return Interval(number, ANYTHING.high, low_open=sign == ">", high_open=True)


def _level(text: str, rule: ConceptRule | None) -> Interval | None:
    """A level of a scale: "III", "class III", "B"."""
    if rule is None or not (rule.levels or rule.kind in _RANKED):
        return None
    from eligibility.tagging.levels import is_level, level_number  # noqa: PLC0415 - it brings the grammars with it

    word = text.rsplit(maxsplit=1)[-1]
    found = rule.levels.get(word, rule.levels.get(word.upper()))
    if found is not None:
        return exactly(float(found)) if isinstance(found, int | float) else Interval(float(found[0]), float(found[-1]))
    number = level_number(word) if is_level(word) and not rule.levels else None
    return None if number is None else exactly(number)


def _scaled(number: Interval, factor: float) -> Interval:
    return number._replace(low=number.low * factor, high=number.high * factor)
