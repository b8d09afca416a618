"""Structured trials to standard output, one function a format."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator

from eligibility.tree import StructuredTrial


def write_tree(trials: Iterator[StructuredTrial]) -> None:
    """Each trial as a coloured tree; colours are left out where the output is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - JSON does without rich

    from eligibility.report import trial_report  # noqa: PLC0415

    console = Console(markup=False, highlight=False, emoji=False)
    for at, trial in enumerate(trials):
        if at:
            console.print()
        console.print(trial_report(trial))


def write_json(trials: Iterator[StructuredTrial]) -> None:
    """One JSON document, written as trials come: an object for one trial, an array for several, nothing for none."""
    first, second = next(trials, None), next(trials, None)
    if first is None:
        return
    if second is None:
        _write(_json(first, indent=2) + "\n")
    else:
        _write("[\n" + _json(first) + ",\n" + _json(second))
        for trial in trials:
            _write(",\n" + _json(trial))
        _write("\n]\n")


def write_jsonl(trials: Iterator[StructuredTrial]) -> None:
    """One trial a line."""
    for trial in trials:
        _write(_json(trial) + "\n")


WRITERS: dict[str, Callable[[Iterator[StructuredTrial]], None]] = {
    "tree": write_tree,
    "json": write_json,
    "jsonl": write_jsonl,
}


def _json(trial: StructuredTrial, indent: int | None = None) -> str:
    """JSON as it is read; what UTF-8 has no bytes for (unpaired surrogates) as escapes."""
    try:
        return trial.model_dump_json(indent=indent)
    except ValueError:
        return json.dumps(trial.model_dump(mode="python"), indent=indent)


def _write(text: str) -> None:
    sys.stdout.write(text)
