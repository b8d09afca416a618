"""What one leaf says of many patients.

Nearly all patients have nothing on record of what a leaf asks for, so they share the verdicts of patients of whom
nothing is known but the sex, or the age. The others are judged one by one, by the judge of the checker; but limits of
measurements are compared with whole columns of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Case, Checker, Patient, days_that_count, judge
from eligibility.screening.cohort import Cohort
from eligibility.screening.kleene import NUMBERS, Column
from eligibility.screening.shelf import Patients
from eligibility.tree import Age, Leaf, Measurement, Occurrence

_SEXES = ("female", "male", None)
_NOBODY = np.zeros(0, np.intp)

Months = tuple[int, int] | None
"""An age in completed months, the least and the most; None where there is no date of birth."""


class Columns:
    """Judges leaves of many patients, cohort after cohort.

    Args:
        checker: says how patients are checked.
        leaves: the leaves, by their places in the graph.
    """

    def __init__(self, checker: Checker, leaves: dict[int, Leaf]) -> None:
        self._checker = checker
        self._leaves = leaves
        self._unknown = {sex: checker.case(Patient(sex=sex)) for sex in _SEXES}
        self._by_sex = {place: self._usual(leaf) for place, leaf in leaves.items() if not isinstance(leaf, Age)}
        self._by_age: dict[int, dict[Months, int]] = {place: {} for place in leaves.keys() - self._by_sex.keys()}
        self._alone: dict[Months, Case] = {}

    def of(self, patients: Sequence[Patient]) -> Callable[[int], Column]:
        """What gives the column of a leaf, by its place in the graph, for some patients; one at least."""
        cohort = Cohort([self._checker.case(patient) for patient in patients])
        sexes = np.array([_SEXES.index(_sex(case)) for case in cohort.cases], np.intp)
        ages = [case.months(case.today) for case in cohort.cases]

        def column(place: int) -> Column:
            leaf = self._leaves[place]
            usual = self._of_ages(place, leaf, cohort, ages) if isinstance(leaf, Age) else self._by_sex[place][sexes]
            return _with_those_on_record(leaf, cohort, usual, self._unknown[None])

        return column

    def _usual(self, leaf: Leaf) -> Column:
        """The verdicts on patients of whom nothing is known but the sex."""
        return np.array([NUMBERS[judge(leaf, self._unknown[sex]).verdict] for sex in _SEXES], np.int8)

    def _of_ages(self, place: int, leaf: Age, cohort: Cohort, ages: Sequence[Months]) -> Column:
        """The verdicts on patients of whom nothing is known but the date of birth: one for each age in months."""
        known = self._by_age[place]
        for age, case in zip(ages, cohort.cases, strict=True):
            if age not in known:
                if age not in self._alone:
                    self._alone[age] = self._checker.case(Patient(birth_date=case.patient.birth_date))
                known[age] = NUMBERS[judge(leaf, self._alone[age]).verdict]
        return np.array([known[age] for age in ages], np.int8)


def _sex(case: Case) -> str | None:
    return case.patient.sex if case.patient.sex in _SEXES else None


def _with_those_on_record(leaf: Leaf, cohort: Cohort, column: Column, unknown: Case) -> Column:
    """The column, with the verdicts on patients who have anything on record that the leaf may depend on."""
    anchored = cohort.anchored(leaf.window.anchor) if leaf.window is not None else _NOBODY
    if isinstance(leaf, Measurement):
        return _measured(leaf, cohort, column, anchored, unknown)
    speaking = _NOBODY
    if isinstance(leaf, Occurrence) and leaf.concept is not None:
        speaking = cohort.speaking_of(leaf.concept, "event")
    return _judged(leaf, cohort, column, np.union1d(anchored, speaking))


def _measured(leaf: Measurement, cohort: Cohort, column: Column, anchored: Patients, unknown: Case) -> Column:
    if leaf.concept is None:
        return column
    speaking = cohort.speaking_of(leaf.concept, "measurement")
    if leaf.range is None or unknown.settings.choose != "latest":
        return _judged(leaf, cohort, column, speaking)
    frame = days_that_count(leaf, unknown)
    if not isinstance(frame, str):
        owners, verdicts = cohort.series(leaf.concept).verdicts(leaf, frame)
        column[owners] = verdicts
    return _judged(leaf, cohort, column, np.intersect1d(speaking, anchored))


def _judged(leaf: Leaf, cohort: Cohort, column: Column, patients: NDArray[np.intp]) -> Column:
    for at in patients.tolist():
        column[at] = NUMBERS[judge(leaf, cohort.cases[at]).verdict]
    return column
