"""Verdicts as rows of Arrow tables: a row for each pair, and one for each criterion of each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from eligibility.check import Patient
from eligibility.screening.graph import Graph
from eligibility.screening.kleene import ELIGIBILITY, UNKNOWN, VERDICTS, Table
from eligibility.screening.verdicts import TrialVerdicts
from eligibility.tree.values import encodable

PAIRS: Final = pa.schema(
    [
        pa.field("patient_id", pa.string()),
        pa.field("trial_id", pa.string()),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("deciding", pa.list_(pa.string()), nullable=False),
        pa.field("missing", pa.int32(), nullable=False),
    ]
)
"""A row for each patient and trial: the verdict, what decides, and how many facts would help; as `TrialResult`."""

CRITERIA: Final = pa.schema(
    [
        pa.field("patient_id", pa.string()),
        pa.field("trial_id", pa.string()),
        pa.field("criterion_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("admits", pa.bool_()),
    ]
)
"""A row for each patient, trial and criterion; as `CriterionResult`."""

Places = NDArray[np.int64]


class Rows:
    """Makes rows: patients in their order, for each the trials in theirs, for each of these its criteria.

    Args:
        graph: the trials.
    """

    def __init__(self, graph: Graph) -> None:
        criteria = [(at, one) for at, trial in enumerate(graph.trials) for one in trial.criteria]
        self._trials = _texts(trial.trial_id for trial in graph.trials)
        self._criteria = _texts(one.id for _, one in criteria)
        self._kinds = _texts(one.kind for _, one in criteria)
        self._excluding = np.array([one.kind == "exclusion" for _, one in criteria], bool)
        self._trial_of = np.array([at for at, _ in criteria], np.int64)
        self._first = np.cumsum([0, *(len(trial.criteria) for trial in graph.trials)])

    def pairs(self, patients: Sequence[Patient], trials: Sequence[TrialVerdicts]) -> pa.RecordBatch:
        """The rows of `PAIRS`."""
        count, people = len(trials), len(patients)
        verdicts = np.array([one.verdicts for one in trials], np.int8).reshape(count, people)
        missing = np.array([one.missing.sum(axis=0) for one in trials], np.int32).reshape(count, people)
        columns = [
            _ids(patients).take(pa.array(np.repeat(np.arange(people), count))),
            self._trials.take(pa.array(np.tile(np.arange(count), people))),
            _words(ELIGIBILITY, verdicts),
            self._deciding(trials, people),
            pa.array(missing.T.ravel()),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=PAIRS)

    def criteria(self, patients: Sequence[Patient], trials: Sequence[TrialVerdicts]) -> pa.RecordBatch:
        """The rows of `CRITERIA`."""
        count, people = len(self._criteria), len(patients)
        verdicts = np.concatenate([one.constraints for one in trials]) if trials else np.zeros((0, people), np.int8)
        each = pa.array(np.tile(np.arange(count), people))
        turned = (verdicts > UNKNOWN) != self._excluding[:, None]
        columns = [
            _ids(patients).take(pa.array(np.repeat(np.arange(people), count))),
            self._trials.take(pa.array(np.tile(self._trial_of, people))),
            self._criteria.take(each),
            self._kinds.take(each),
            _words(VERDICTS, verdicts),
            pa.array(turned.T.ravel(), mask=(verdicts == UNKNOWN).T.ravel()),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=CRITERIA)

    def _deciding(self, trials: Sequence[TrialVerdicts], people: int) -> pa.ListArray:
        """The ids of the deciding criteria of each pair: each goes straight to its place in the one long list."""
        sizes = np.array([one.deciding.sum(axis=0) for one in trials], np.int64).reshape(len(trials), people).T
        ends = np.cumsum(sizes.ravel()).reshape(sizes.shape)
        starts = ends - sizes
        places = np.empty(int(sizes.sum()), np.int64)
        for at, one in enumerate(trials):
            patient, criterion = np.nonzero(one.deciding.T)
            before = np.cumsum(sizes[:, at]) - sizes[:, at]
            rank = np.arange(len(patient)) - before[patient]
            places[starts[patient, at] + rank] = self._first[at] + criterion
        offsets = np.concatenate([[0], ends.ravel()]).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), self._criteria.take(pa.array(places)))


def _ids(patients: Sequence[Patient]) -> pa.Array:
    return _texts(one.patient_id for one in patients)


def _texts(texts: Iterable[str | None]) -> pa.Array:
    return pa.array([None if text is None else encodable(text) for text in texts], pa.string())


def _words(words: Sequence[str], numbers: Table) -> pa.Array:
    """What numbers stand for, patient by patient."""
    return _texts(words).take(pa.array(numbers.T.ravel()))
