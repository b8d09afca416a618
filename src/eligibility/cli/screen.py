"""`eligibility screen`: many patients against many trials."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eligibility.cli.streams import tell, utf8_output
from eligibility.cli.trials import load
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
            trials = list(_trials(asked.trials, packs, progress))
            tally, summaries = screen_to(
                asked.output,
                trials,
                patients_of(asked.patients),
                as_of=asked.as_of or date.today(),
                criteria=asked.criteria,
                workers=asked.workers or os.cpu_count() or 1,
                watch=_shown(progress, len(trials), expected(asked.patients)),
                assume=asked.assume,
                packs=packs,
            )
    except EligibilityError as error:
        tell(error)
        return False
    console.print(screening_report(summaries, tally.patients, time.monotonic() - began))
    return True


def _trials(files: Sequence[str], packs: Sequence[Pack], progress: Progress) -> Iterator[StructuredTrial]:
    """The trials of all files, and how many there are so far."""
    task = progress.add_task("reading", total=None, unit="trials", more="")
    for file in files:
        for loaded in load(file, packs):
            progress.advance(task)
            yield loaded.trial
    progress.remove_task(task)


def _shown(progress: Progress, trials: int, patients: int | None) -> Callable[[Tally], None]:
    """What shows how far the screening is."""
    began = time.monotonic()
    task = progress.add_task("screening", total=patients, unit="patients", more="")

    def show(tally: Tally) -> None:
        pace = tally.patients * trials / max(time.monotonic() - began, 1e-3)
        progress.update(task, completed=tally.patients, more=f"· {pace:,.0f} pairs/s")

    return show


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
