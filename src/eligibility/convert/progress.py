"""Progress: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from eligibility.convert.tally import Tally
from eligibility.convert.watching import Silence

EVERY: Final = 10.0
"""Seconds between two lines of a log."""


class Bar:
    """A bar with trials, criteria per second, errors and the time that is left.

    Args:
        console: the terminal.
    """

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("converting"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("trials · {task.fields[pace]} criteria/s · {task.fields[failed]} errors ·"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    def begin(self, done: Tally, expected: int | None) -> None:
        """Shows the bar."""
        self._progress.start()
        self._task = self._progress.add_task("", total=expected, completed=done.read, pace="–", failed=done.failed)

    def part(self, done: Tally, seconds: float) -> None:
        """Moves the bar on."""
        if self._task is not None:
            pace = f"{_pace(done, seconds):,.0f}"
            self._progress.update(self._task, completed=done.read, pace=pace, failed=done.failed)

    def end(self) -> None:
        """Takes the bar away."""
        self._progress.stop()


class Log:
    """Lines for a log that nobody watches.

    Args:
        write: takes a line.
        clock: tells the time in seconds.
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._clock = clock
        self._expected: int | None = None
        self._next = 0.0

    def begin(self, done: Tally, expected: int | None) -> None:
        """Says so where an earlier run is gone on with."""
        self._expected = expected
        self._next = self._clock() + EVERY
        if done.read:
            self._write(f"going on after {done.read:,} trials")

    def part(self, done: Tally, seconds: float) -> None:
        """Says how far it is, if the last time is long enough ago."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + EVERY
        of = f" of about {self._expected:,}" if self._expected is not None else ""
        pace = _pace(done, seconds)
        self._write(
            f"{done.read:,}{of} trials, {pace:,.0f} criteria/s, {done.failed:,} errors{self._left(done, seconds)}"
        )

    def end(self) -> None:
        """Nothing: the last line stays."""

    def _left(self, done: Tally, seconds: float) -> str:
        if self._expected is None or not done.read:
            return ""
        left = max(0.0, seconds / done.read * (self._expected - done.read))
        return f", {left / 60:.0f} min left" if left >= 90 else f", {left:.0f} s left"


class Quiet(Silence):
    """Shows nothing."""

    def end(self) -> None:
        """Nothing."""


def shown(*, quiet: bool) -> Bar | Log | Quiet:
    """What fits standard error: a bar on a terminal, else lines; nothing where that is asked for."""
    if quiet:
        return Quiet()
    if sys.stderr.isatty():
        return Bar(Console(stderr=True))
    return Log(lambda line: print(f"eligibility: {line}", file=sys.stderr, flush=True))


def _pace(done: Tally, seconds: float) -> float:
    return done.criteria / seconds if seconds else 0.0
