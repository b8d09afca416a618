"""What a screening came to, as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from eligibility.check import Question
from eligibility.report.lines import line

if TYPE_CHECKING:
    from eligibility.screening import TrialSummary  # it brings Arrow with it

_MOST_TRIALS = 20
"""How many trials are shown: those with most patients who may take part."""
_MOST_REASONS = 3


def screening_report(trials: Sequence[TrialSummary], patients: int, seconds: float) -> Table:
    """A summary for `rich` to print: for each trial how many patients may take part, and why the others may not.

    Args:
        trials: the trials, as `screen_to` returned them.
        patients: how many patients there were.
        seconds: how long it took.

    Returns:
        A `rich.table.Table`. All text is shown as it is: nothing in it is read as markup or controls.
    """
    pairs = patients * len(trials)
    title = (
        f"{patients:,} patients × {len(trials):,} trials in {seconds:.1f} s · {pairs / max(seconds, 1e-3):,.0f} pairs/s"
    )
    table = Table(title=title, title_justify="left", title_style="", box=None, pad_edge=False, caption_justify="left")
    table.add_column("trial", style="bold")
    for name, style in (("eligible", "green"), ("undetermined", "yellow"), ("ineligible", "red")):
        table.add_column(name, style=style, justify="right")
    table.add_column("excluded by")
    table.add_column("missing")
    shown = sorted(trials, key=lambda trial: (-trial.eligible, -trial.undetermined))[:_MOST_TRIALS]
    for trial in shown:
        counts = (f"{count:,}" for count in (trial.eligible, trial.undetermined, trial.ineligible))
        table.add_row(line((trial.trial_id or "trial", "")), *counts, _excluding(trial), _missing(trial))
    if len(trials) > len(shown):
        table.caption = f"and {len(trials) - len(shown):,} more trials, with fewer patients"
    return table


def _excluding(trial: TrialSummary) -> Text:
    return line((", ".join(f"{name} {count:,}" for name, count in trial.excluding[:_MOST_REASONS]), ""))


def _missing(trial: TrialSummary) -> Text:
    return line((", ".join(f"{_asked(asks)} {count:,}" for asks, count in trial.missing[:_MOST_REASONS]), ""))


def _asked(asks: Question) -> str:
    _, _, name = asks
    return name
