"""What a screening came to, trial by trial: how many of each verdict, what excludes most, what is missing most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Question
from eligibility.screening.graph import Graph
from eligibility.screening.kleene import ELIGIBILITY, NOT_MET
from eligibility.screening.verdicts import TrialVerdicts

Counts = NDArray[np.int64]
T = TypeVar("T")


class Tally(NamedTuple):
    """Counts of patients, that can be added up over cohorts.

    Attributes:
        patients: how many there were.
        verdicts: for each trial, how many of each verdict; a trial a row, see `kleene.ELIGIBILITY`.
        excluding: for each trial and criterion, how many are ineligible by it; all criteria in one row.
        missing: for each trial and question, of how many it is missing; all questions in one row.
    """

    patients: int
    verdicts: Counts
    excluding: Counts
    missing: Counts

    def plus(self, other: Tally) -> Tally:
        """The sum of two."""
        return Tally(
            self.patients + other.patients,
            self.verdicts + other.verdicts,
            self.excluding + other.excluding,
            self.missing + other.missing,
        )


class TrialSummary(NamedTuple):
    """A trial: how many patients are eligible, undetermined, ineligible, and why, most often first.

    Attributes:
        trial_id: the trial.
        eligible: how many are.
        undetermined: how many are.
        ineligible: how many are.
        excluding: the ids of criteria with how many patients each makes ineligible.
        missing: what is asked for, with how many undetermined patients lack it.
    """

    trial_id: str | None
    eligible: int
    undetermined: int
    ineligible: int
    excluding: tuple[tuple[str, int], ...]
    missing: tuple[tuple[Question, int], ...]


def tally_of(trials: Sequence[TrialVerdicts], patients: int) -> Tally:
    """The counts of one cohort."""
    verdicts = [np.bincount(one.verdicts, minlength=len(ELIGIBILITY)) for one in trials]
    excluding = [(one.deciding & (one.verdicts == NOT_MET)).sum(axis=1) for one in trials]
    missing = [one.missing.sum(axis=1) for one in trials]
    return Tally(
        patients, np.array(verdicts, np.int64).reshape(-1, len(ELIGIBILITY)), _joined(excluding), _joined(missing)
    )


def summaries(tally: Tally, graph: Graph) -> list[TrialSummary]:
    """The counts in words, trial by trial."""
    found = []
    excluding, missing = iter(tally.excluding.tolist()), iter(tally.missing.tolist())
    for trial, (ineligible, undetermined, eligible) in zip(graph.trials, tally.verdicts.tolist(), strict=True):
        ids = [one.id for one in trial.criteria]
        asked = [graph.questions[at] for at in sorted({one.question for one in trial.asked})]
        by_criterion = _most_often(zip(ids, excluding, strict=False))
        by_question = _most_often(zip(asked, missing, strict=False))
        found.append(TrialSummary(trial.trial_id, eligible, undetermined, ineligible, by_criterion, by_question))
    return found


def _most_often(counted: Iterable[tuple[T, int]]) -> tuple[tuple[T, int], ...]:
    return tuple(sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1]))


def _joined(counts: Sequence[Counts]) -> Counts:
    return np.concatenate([np.zeros(0, np.int64), *counts])
