"""Trials × patients: the verdicts, what decides, and how much is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Checker, Patient
from eligibility.screening.columns import Columns
from eligibility.screening.graph import Graph, Operator, TrialColumns
from eligibility.screening.kleene import MET, UNKNOWN, Column, Table, combined, opposite, places


class TrialVerdicts(NamedTuple):
    """A trial and some patients, a patient a column.

    Attributes:
        verdicts: the verdicts on the trial, see `kleene.ELIGIBILITY`.
        constraints: whether the constraint of each criterion holds, see `kleene.VERDICTS`; a criterion a row.
        deciding: which criteria decide, as in `TrialResult.deciding`; a criterion a row.
        questions: what may be missing, as places in `Graph.questions`.
        missing: which of these are, as in `TrialResult.missing`; a question a row.
    """

    verdicts: Column
    constraints: Table
    deciding: NDArray[np.bool_]
    questions: NDArray[np.intp]
    missing: NDArray[np.bool_]


class Screener:
    """Checks many patients against many trials, and says of every pair what `Checker.trial` says of it.

    Args:
        graph: the trials.
        checker: says how patients are checked.

    Example:
        >>> from eligibility import parse
        >>> from eligibility.screening import graph_of
        >>> graph = graph_of([parse("Inclusion: Type 2 diabetes"), parse("Exclusion: Diabetes")])
        >>> screener = Screener(graph, Checker("2024-03-09", assume="closed"))
        >>> patients = [Patient(conditions=[{"name": "T2DM"}]), Patient(conditions=[{"name": "stroke"}])]
        >>> [trial.verdicts.tolist() for trial in screener.screen(patients)]
        [[2, 0], [0, 2]]
    """

    def __init__(self, graph: Graph, checker: Checker) -> None:
        self.graph = graph
        leaves = {place: node for place, node in enumerate(graph.nodes) if not isinstance(node, Operator)}
        self._columns = Columns(checker, leaves)

    def screen(self, patients: Sequence[Patient]) -> list[TrialVerdicts]:
        """The verdicts of all trials, in their order; of no patient there are none."""
        if not patients:
            return [_of_trial(trial, np.zeros((len(self.graph.nodes), 0), np.int8)) for trial in self.graph.trials]
        table = self._table(len(patients), self._columns.of(patients))
        return [_of_trial(trial, table) for trial in self.graph.trials]

    def _table(self, count: int, column: Callable[[int], Column]) -> Table:
        """What each node of the graph says of each patient."""
        table = np.empty((len(self.graph.nodes), count), np.int8)
        for place, node in enumerate(self.graph.nodes):
            table[place] = combined(node, table[places(node.parts)]) if isinstance(node, Operator) else column(place)
        return table


def _of_trial(trial: TrialColumns, table: Table) -> TrialVerdicts:
    constraints = table[places([one.node for one in trial.criteria])]
    admits = constraints.copy()
    excluding = np.array([one.kind == "exclusion" for one in trial.criteria], bool)
    admits[excluding] = opposite(constraints[excluding])
    verdicts = admits.min(axis=0, initial=MET)
    questions, missing = _missing(trial, table, admits, verdicts)
    return TrialVerdicts(verdicts, constraints, admits == verdicts, questions, missing)


def _missing(
    trial: TrialColumns, table: Table, admits: Table, verdicts: Column
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """What is asked for by leaves that are not known, in criteria that are not known, of trials that are not known."""
    if not trial.asked:
        return np.zeros(0, np.intp), np.zeros((0, len(verdicts)), bool)
    asked = np.array(trial.asked, np.intp)
    questions, starts = np.unique(asked[:, 0], return_index=True)
    unknown = (admits[asked[:, 1]] == UNKNOWN) & (table[asked[:, 2]] == UNKNOWN)
    return questions, np.logical_or.reduceat(unknown, starts, axis=0) & (verdicts == UNKNOWN)
