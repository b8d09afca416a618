"""Trials × patients, as Arrow tables or to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from eligibility.check import Checker, Patient
from eligibility.errors import EligibilityError
from eligibility.screening.graph import graph_of
from eligibility.screening.outputs import second, writing
from eligibility.screening.rows import CRITERIA, PAIRS
from eligibility.screening.tally import Tally, TrialSummary, summaries
from eligibility.screening.work import Work, carried_out
from eligibility.tree import StructuredTrial


def screen(
    trials: Iterable[StructuredTrial],
    patients: Iterable[Patient],
    *,
    as_of: date | str,
    workers: int = 1,
    **settings: Any,  # noqa: ANN401 - see BaseNode.evaluate
) -> Iterator[pa.RecordBatch]:
    """Checks every patient against every trial, and says of each pair what `StructuredTrial.evaluate` says of it.

    Args:
        trials: The trials; of all of them what is different is held at once.
        patients: The patients, read as they are needed.
        as_of: The day of checking.
        workers: How many processes. With several, the settings have to be such as can be pickled, and a script has to
            be one that can be imported (`if __name__ == "__main__"`).
        settings: `assume`, `choose`, `reference_ranges`, `hierarchy` and `packs`, as for `Checker`.

    Returns:
        Record batches with `patient_id`, `trial_id`, `verdict`, `deciding` and `missing`: a row for each pair, patients
        in their order, for each the trials in theirs.

    Raises:
        EligibilityError: A setting that there is not, or a worker that ended before its work was done.

    Example:
        >>> from eligibility import parse
        >>> trials = [parse("Inclusion: Type 2 diabetes", trial_id="A"), parse("Exclusion: Diabetes", trial_id="B")]
        >>> patients = [Patient(patient_id="p1", conditions=[{"name": "T2DM"}])]
        >>> [rows] = screen(trials, patients, as_of="2024-03-09")
        >>> [(row["trial_id"], row["verdict"], row["deciding"]) for row in rows.to_pylist()]
        [('A', 'eligible', ['I1']), ('B', 'ineligible', ['E1'])]
    """
    work = _work(trials, as_of, settings, criteria=False)
    return (part.pairs for part in carried_out(work, patients, workers))


def screen_to(  # noqa: PLR0913 - all but three by name
    target: str,
    trials: Iterable[StructuredTrial],
    patients: Iterable[Patient],
    *,
    as_of: date | str,
    criteria: bool = False,
    workers: int = 1,
    watch: Callable[[Tally], None] = lambda tally: None,
    **settings: Any,  # noqa: ANN401 - see BaseNode.evaluate
) -> tuple[Tally, list[TrialSummary]]:
    """Writes what `screen` gives to a file, in bounded memory whatever the number of patients.

    Args:
        target: A file whose name ends in .parquet, .csv or .jsonl; "-" is JSON Lines on standard output.
        trials: The trials; of all of them what is different is held at once.
        patients: The patients, read as they are needed.
        as_of: The day of checking.
        criteria: Whether to write a second table beside it, of the verdicts on all criteria.
        workers: How many processes.
        watch: Is told after each cohort what all of them came to.
        settings: As for `Checker`.

    Returns:
        The counts, and the same trial by trial.

    Raises:
        EligibilityError: A setting or a format that there is not, a patient that cannot be read, a file that cannot be
            written. Then no file is written.
    """
    work = _work(trials, as_of, settings, criteria=criteria)
    if not work.graph.trials:
        raise EligibilityError("no-trials", "there is no trial in the input: give a file that has some")
    with ExitStack() as files:
        write = files.enter_context(writing(target, PAIRS))
        more = files.enter_context(writing(second(target, "criteria"), CRITERIA)) if criteria else None
        whole: Tally | None = None
        for part in carried_out(work, patients, workers):
            write(part.pairs)
            if more is not None and part.criteria is not None:
                more(part.criteria)
            whole = part.tally if whole is None else whole.plus(part.tally)
            watch(whole)
        if whole is None:
            raise EligibilityError("no-patients", "there is no patient in the input: give a file that has some")
    return whole, summaries(whole, work.graph)


def _work(trials: Iterable[StructuredTrial], as_of: date | str, settings: dict[str, Any], *, criteria: bool) -> Work:
    checker = partial(Checker, as_of, **settings)
    checker()  # so that a wrong setting is told before any work is done
    return Work(graph_of(trials), checker, criteria)
