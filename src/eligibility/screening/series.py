"""The measurements of one concept of many patients, as columns: which count, as what numbers, within which limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Case, Frame, MeasurementFact, Recorded, bounds
from eligibility.screening.kleene import MET, NOT_MET, UNKNOWN, Column
from eligibility.tree import Measurement, Range

_RELATIVE, _ABSOLUTE = 1e-9, 1e-12
"""Within these two numbers are equal, as in `eligibility.check.intervals`."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


class Numbers(NamedTuple):
    """Numbers known exactly or within limits, see `eligibility.check.intervals.Interval`; a number each."""

    low: Floats
    high: Floats
    low_open: Flags
    high_open: Flags

    def at(self, rows: Places) -> Numbers:
        """Some of them."""
        return Numbers(self.low[rows], self.high[rows], self.low_open[rows], self.high_open[rows])


class Counted(NamedTuple):
    """The values that count in some days: the latest of each patient, or all that may be it.

    Attributes:
        rows: their places in the series, those of one patient together.
        starts: where in `rows` each patient begins.
        owners: the patients.
        sure: which values are surely in these days.
    """

    rows: Places
    starts: Places
    owners: Places
    sure: Flags


class Series:
    """The measurements of a concept.

    Args:
        owners: the patients that have any, in ascending order.
        cases: the same, ready to be judged.
        recorded: what they have of it, a list each.
        as_of: the day of checking; what is dated later is not known on that day.
    """

    def __init__(
        self, owners: Sequence[int], cases: Sequence[Case], recorded: Sequence[Sequence[Recorded]], as_of: int
    ) -> None:
        rows = [
            (owner, case, one)
            for owner, case, some in zip(owners, cases, recorded, strict=True)
            for one in some
            if one.start.first <= as_of
        ]
        self._rows = [(case, one) for _, case, one in rows]
        self._owners = np.array([owner for owner, _, _ in rows], np.intp)
        self._first = np.array([one.start.first for _, _, one in rows], np.int64)
        self._last = np.minimum(np.array([one.start.last for _, _, one in rows], np.int64), as_of)
        self._by_formula = any(one.subject.rule is not None and one.subject.rule.formula for _, _, one in rows)
        self._counted: dict[Frame, Counted] = {}
        self._read: dict[tuple[object, ...], Numbers] = {}

    def verdicts(self, leaf: Measurement, frame: Frame) -> tuple[Places, Column]:
        """The patients of whom a value counts, and what a leaf with a numeric limit says of each.

        Args:
            leaf: a measurement with a range.
            frame: the days in which values count.
        """
        assert leaf.range is not None
        counted = self.counted(frame)
        said = np.full(len(counted.owners), MET, np.int8)
        if not len(counted.owners):
            return counted.owners, said
        limits = bounds(leaf.range)
        for limit in limits:
            each = inside(self._numbers(leaf, limit).at(counted.rows), limit)
            each[~counted.sure] = UNKNOWN
            least, most = (least_or_most.reduceat(each, counted.starts) for least_or_most in (np.minimum, np.maximum))
            np.minimum(said, np.where(least == most, least, UNKNOWN), out=said)
        if leaf.qualifiers or not limits:
            np.minimum(said, UNKNOWN, out=said)
        return counted.owners, said

    def counted(self, frame: Frame) -> Counted:
        """The values that count in some days."""
        if frame not in self._counted:
            self._counted[frame] = self._latest(frame)
        return self._counted[frame]

    def _latest(self, frame: Frame) -> Counted:
        possible = (self._first <= frame.end.last) & (self._last >= frame.start.first)
        rows = np.flatnonzero(possible)
        starts, sizes = _runs(self._owners[rows])
        if len(rows):
            newest = np.maximum.reduceat(self._first[rows], starts)
            rows = rows[self._last[rows] >= np.repeat(newest, sizes)]
            starts, _ = _runs(self._owners[rows])
        sure = (self._first[rows] >= frame.start.last) & (self._last[rows] <= frame.end.first)
        return Counted(rows, starts, self._owners[rows][starts], sure)

    def _numbers(self, leaf: Measurement, limit: Range) -> Numbers:
        """All values as the limit sees them; read anew only for what changes the reading."""
        bound = limit.lower if limit.lower is not None else limit.upper
        assert bound is not None and leaf.range is not None
        unit = leaf.range.unit or (leaf.as_written.unit if leaf.as_written is not None else None)
        reference = leaf.relative_to and leaf.relative_to.kind
        key = (unit, reference, bound if self._by_formula else None)
        if key not in self._read:
            self._read[key] = self._readings(leaf, bound)
        return self._read[key]

    def _readings(self, leaf: Measurement, bound: float) -> Numbers:
        read = []
        for case, one in self._rows:
            assert isinstance(one.fact, MeasurementFact)
            read.append(case.values.read(one.fact, one.subject, leaf, bound).number)
        low, high, low_open, high_open = zip(*read, strict=True)
        return Numbers(np.array(low, float), np.array(high, float), np.array(low_open, bool), np.array(high_open, bool))


def _runs(owners: Places) -> tuple[Places, Places]:
    """Where each run of one owner begins, and how long it is."""
    if not len(owners):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    return starts, np.diff(starts, append=len(owners))


def inside(numbers: Numbers, limit: Range) -> Column:
    """Whether numbers are in a range: `eligibility.check.intervals.inside` of each.

    Example:
        >>> seven, flag = np.array([6.0, 7.0, 8.0]), np.array([False] * 3)
        >>> inside(Numbers(seven, seven, flag, flag), Range(lower=7, lower_inclusive=False)).tolist()
        [0, 0, 2]
    """
    said = np.full(len(numbers.low), MET, np.int8)
    if limit.lower is not None:
        np.minimum(said, _above(numbers, limit.lower, limit.lower_inclusive), out=said)
    if limit.upper is not None:
        turned = Numbers(-numbers.high, -numbers.low, numbers.high_open, numbers.low_open)
        np.minimum(said, _above(turned, -limit.upper, limit.upper_inclusive), out=said)
    return said


def _above(numbers: Numbers, bound: float, inclusive: bool) -> Column:
    met = np.where(_equal(numbers.low, bound), inclusive | numbers.low_open, numbers.low > bound)
    possible = np.where(_equal(numbers.high, bound), inclusive & ~numbers.high_open, numbers.high > bound)
    return np.where(met, MET, np.where(possible, UNKNOWN, NOT_MET)).astype(np.int8)


def _equal(numbers: Floats, bound: float) -> Flags:
    with np.errstate(over="ignore"):
        allowed = np.maximum(_RELATIVE * np.maximum(np.abs(numbers), abs(bound)), _ABSOLUTE)
        near: Flags = np.abs(numbers - bound) <= allowed
    same: Flags = (near & np.isfinite(numbers)) | (numbers == bound)
    return same
