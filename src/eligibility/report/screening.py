"""What a screening came to, as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from eligibility.check import Question
from eligibility.report.lines import line

if TYPE_CHECKING:
    from eligibility.screening import TrialSummary  # it brings Arrow with it

_MOST_TRIALS = 10
"""How many trials are shown: those with most patients who may take part."""
_MOST_REASONS = 2
_MANY_PAIRS = 10_000
"""From how many on the pace says more than how long it takes to load the rules."""


def screening_report(trials: Sequence[TrialSummary], patients: int, seconds: float) -> Group:
    """A summary for `rich` to print: for each trial how many patients may take part, and why the others may not.

    Args:
        trials: the trials, as `screen_to` returned them.
        patients: how many patients there were.
        seconds: how long it took.

    Returns:
        A `rich.console.Group`. All text is shown as it is: nothing in it is read as markup or controls.
    """
    pairs = patients * len(trials)
    head = f"{_counted(patients, 'patient')} × {_counted(len(trials), 'trial')} in {seconds:.1f} s"
    pace = f"· {pairs / seconds:,.0f} pairs/s" if pairs >= _MANY_PAIRS and seconds else ""
    table = Table(box=None, pad_edge=False)
    table.add_column("trial", style="bold")
    for name, style in (("eligible", "green"), ("undetermined", "yellow"), ("ineligible", "red")):
        table.add_column(name, style=style, justify="right")
    table.add_column("most excluded by")
    table.add_column("most often missing")
    shown = sorted(trials, key=lambda trial: (-trial.eligible, -trial.undetermined))[:_MOST_TRIALS]
    for trial in shown:
        counts = (f"{count:,}" for count in (trial.eligible, trial.undetermined, trial.ineligible))
        table.add_row(line((trial.trial_id or "trial", "")), *counts, _excluding(trial), _missing(trial))
    more = len(trials) - len(shown)
    below = (
        [line((f"and {_counted(more, 'trial')} more, for which fewer patients come into question", "dim"))]
        if more
        else []
    )
    return Group(line((head, ""), (pace, "dim")), table, *below)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _excluding(trial: TrialSummary) -> Text:
    return line((", ".join(f"{name} {count:,}" for name, count in trial.excluding[:_MOST_REASONS]), ""))


def _missing(trial: TrialSummary) -> Text:
    return line((", ".join(f"{_asked(asks)} {count:,}" for asks, count in trial.missing[:_MOST_REASONS]), ""))


def _asked(asks: Question) -> str:
    _, _, name = asks
    return name
