"""The work: cohorts of patients to tables, in this process or in several, always in the order of the patients."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from typing import Final, NamedTuple

import pyarrow as pa

from eligibility.check import Checker, Patient
from eligibility.errors import EligibilityError
from eligibility.screening.graph import Graph
from eligibility.screening.rows import Rows
from eligibility.screening.tally import Tally, tally_of
from eligibility.screening.verdicts import Screener

PAIRS_AT_ONCE: Final = 500_000
"""How many pairs a cohort has at most, if it has more than one patient: what bounds memory."""
PATIENTS_AT_ONCE: Final = 500
_UNDER_WAY = 2
"""Cohorts for each worker that may be under way, or done before their turn."""


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
    first = list(islice(cohorts, 2))
    cohorts = chain(first, cohorts)
    if workers > 1 and len(first) > 1:
        yield from _by_workers(work, cohorts, workers)
    else:
        yield from map(_Worker(work).part, cohorts)


def _by_workers(work: Work, cohorts: Iterator[list[Patient]], workers: int) -> Iterator[Part]:
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(work,))
    under_way: deque[Future[Part]] = deque()
    try:
        with _uninterrupted():
            for _ in range(workers):
                pool.submit(os.getpid)  # a process starts when it is first needed: now
        for cohort in cohorts:
            under_way.append(pool.submit(_part, [one.model_dump_json() for one in cohort]))
            if len(under_way) >= _UNDER_WAY * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        advice = "it may have been short of memory: run again with fewer workers"
        raise EligibilityError("worker-ended", f"a worker ended before its work was done; {advice}") from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Lets processes start that ignore Ctrl-C from their first moment: it is for this one, which ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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


_worker: _Worker | None = None
"""In a process of its own, what does its work."""


def _begin(work: Work) -> None:
    """Readies a process, which does not outlive its parent."""
    global _worker  # noqa: PLW0603 - that is where a pool keeps what a process has
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = _Worker(work)


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _part(patients: list[str]) -> Part:
    assert _worker is not None
    return _worker.part([Patient.model_validate_json(one) for one in patients])
