"""Structured trials to standard output, one function a format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from eligibility.tree import StructuredTrial

if TYPE_CHECKING:
    from eligibility.check import TrialResult


def write_tree(trials: Iterator[StructuredTrial]) -> None:
    """Each trial as a coloured tree; colours are left out where the output is no terminal."""
    from rich.console import Console  # JSON does without rich

    from eligibility.report import trial_report

    console = Console(markup=False, highlight=False, emoji=False)
    for at, trial in enumerate(trials):
        if at:
            console.print()
        console.print(trial_report(trial))


def write_json(trials: Iterator[StructuredTrial] | Iterator[TrialResult]) -> None:
    """One JSON document, written as they come: an object for one trial or verdict, an array for several, or nothing."""
    first, second = next(trials, None), next(trials, None)
    if first is None:
        return
    if second is None:
        sys.stdout.write(first.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write("[\n" + first.model_dump_json() + ",\n" + second.model_dump_json())
        for trial in trials:
            sys.stdout.write(",\n" + trial.model_dump_json())
        sys.stdout.write("\n]\n")


def write_jsonl(trials: Iterator[StructuredTrial]) -> None:
    """One trial a line."""
    for trial in trials:
        sys.stdout.write(trial.model_dump_json() + "\n")


WRITERS: dict[str, Callable[[Iterator[StructuredTrial]], None]] = {
    "tree": write_tree,
    "json": write_json,
    "jsonl": write_jsonl,
}
