"""`eligibility screen`: many patients against many trials."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eligibility.cli.streams import tell, utf8_output
from eligibility.cli.trials import load
from eligibility.crew import cores
from eligibility.errors import EligibilityError
from eligibility.report import screening_report
from eligibility.rules import Pack, load_pack
from eligibility.screening import Tally, expected, patients_of, screen_to
from eligibility.tree import StructuredTrial


class Asked(NamedTuple):
    """What the user asks for.

    Attributes:
        trials: paths of trials in any format; "-" is standard input.
        patients: where the patients are.
        output: the file to write; "-" is standard output.
        as_of: the day of checking; None is today.
        assume: what is not on record: "open" or "closed".
        criteria: whether a second table is wanted.
        workers: how many processes; None is as many as there are cores.
        packs: rule packs to load beside the built-in ones.
        quiet: whether to show neither progress nor a summary.
    """

    trials: Sequence[str]
    patients: str
    output: str
    as_of: str | None
    assume: str
    criteria: bool
    workers: int | None
    packs: Sequence[Path]
    quiet: bool


def run(asked: Asked) -> bool:
    """Writes the verdicts on all pairs; then a summary on standard error.

    Returns:
        Whether everything could be read and written. What could not, and why, stands on standard error.
    """
    utf8_output()
    console = Console(stderr=True, markup=False, highlight=False, emoji=False, quiet=asked.quiet)
    began = time.monotonic()
    try:
        packs = [load_pack(pack) for pack in asked.packs]
        with _progress(console) as progress:
            shown = _Shown(progress, expected(asked.patients))
            tally, summaries = screen_to(
                asked.output,
                shown.trials(asked.trials, packs),
                patients_of(asked.patients),
                as_of=asked.as_of or date.today(),
                criteria=asked.criteria,
                workers=asked.workers or cores(),
                watch=shown.screened,
                assume=asked.assume,
                packs=packs,
            )
    except EligibilityError as error:
        tell(error)
        return False
    console.print(screening_report(summaries, tally.patients, time.monotonic() - began))
    return True


class _Shown:
    """Shows how far it is: first the trials that are read, then the patients that are screened.

    Args:
        progress: the bar.
        patients: how many there are, where that is known.
    """

    def __init__(self, progress: Progress, patients: int | None) -> None:
        self._progress = progress
        self._patients = patients
        self._began = time.monotonic()
        self._task = progress.add_task("reading", total=None, unit="trials", more="")

    def trials(self, files: Sequence[str], packs: Sequence[Pack]) -> Iterator[StructuredTrial]:
        """The trials of all files."""
        for file in files:
            for loaded in load(file, packs):
                self._progress.advance(self._task)
                yield loaded.trial
        self._began = time.monotonic()
        self._progress.reset(self._task, total=self._patients, description="screening", unit="patients", more="")

    def screened(self, tally: Tally) -> None:
        """Some patients more are done."""
        pace = tally.patients * len(tally.verdicts) / max(time.monotonic() - self._began, 1e-3)
        self._progress.update(self._task, completed=tally.patients, more=f"· {pace:,.0f} pairs/s")


def _progress(console: Console) -> Progress:
    """A bar on a terminal, and nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]} {task.fields[more]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=console.quiet or not console.is_terminal,
    )
