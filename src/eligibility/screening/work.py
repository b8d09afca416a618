"""The work: cohorts of patients to tables, in this process or in several, always in the order of the patients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

import pyarrow as pa

from eligibility.check import Checker, Patient
from eligibility.crew import in_order
from eligibility.screening.graph import Graph
from eligibility.screening.rows import Rows
from eligibility.screening.tally import Tally, tally_of
from eligibility.screening.verdicts import Screener

PAIRS_AT_ONCE: Final = 500_000
"""How many pairs a cohort has at most, if it has more than one patient: what bounds memory."""
PATIENTS_AT_ONCE: Final = 500


class Part(NamedTuple):
    """What one cohort came to.

    Attributes:
        pairs: the rows of `rows.PAIRS`.
        criteria: the rows of `rows.CRITERIA`, where they were asked for.
        tally: the counts.
    """

    pairs: pa.RecordBatch
    criteria: pa.RecordBatch | None
    tally: Tally


class Work(NamedTuple):
    """What there is to do with every cohort.

    Attributes:
        graph: the trials.
        checker: makes the checker; sent to workers in its place.
        criteria: whether the verdicts on criteria are wanted too.
    """

    graph: Graph
    checker: Callable[[], Checker]
    criteria: bool = False

    @property
    def patients_at_once(self) -> int:
        """The size of a cohort."""
        return max(1, min(PATIENTS_AT_ONCE, PAIRS_AT_ONCE // max(1, len(self.graph.trials))))


def carried_out(work: Work, patients: Iterable[Patient], workers: int) -> Iterator[Part]:
    """The parts of a screening, in the order of the patients, whatever the number of workers.

    Args:
        work: what there is to do.
        patients: read as they are needed.
        workers: how many processes; with one, or for one cohort, the work is done in this one.

    Raises:
        EligibilityError: a worker ended before its work was done.
    """
    waiting = iter(patients)
    cohorts = iter(lambda: list(islice(waiting, work.patients_at_once)), [])
    yield from in_order(partial(_screening, work), cohorts, workers, advice="run again with fewer workers")


def _screening(work: Work) -> Callable[[list[Patient]], Part]:
    return _Worker(work).part


class _Worker:
    """What makes parts of cohorts."""

    def __init__(self, work: Work) -> None:
        self._rows = Rows(work.graph)
        self._screener = Screener(work.graph, work.checker())
        self._criteria = work.criteria

    def part(self, patients: list[Patient]) -> Part:
        """The part of one cohort."""
        verdicts = self._screener.screen(patients)
        criteria = self._rows.criteria(patients, verdicts) if self._criteria else None
        return Part(self._rows.pairs(patients, verdicts), criteria, tally_of(verdicts, len(patients)))
