"""`eligibility find`: which trials of a converted dump leave room for a value."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from eligibility.cli.streams import tell, utf8_output
from eligibility.convert import Found, asked, find
from eligibility.convert import concept as named
from eligibility.errors import EligibilityError
from eligibility.report.phrases import printable


def run(dump: Path, value: str | None, concept: str | None, where: str | None) -> bool:
    """Prints a line a trial, tabs between its id, its title and its limits; counts are on standard error.

    Args:
        dump: what `convert` wrote.
        value: a value of a concept; None where only a concept is asked for.
        concept: the concept, where there is no value.
        where: a condition in SQL.

    Returns:
        Whether it could be answered. Why not stands on standard error.
    """
    utf8_output()
    try:
        wanted = asked(value) if value is not None else named(concept or "")
        found = find(dump, wanted, where)
    except EligibilityError as error:
        tell(error)
        return False
    left = [trial for trial in found if not trial.ruled_out]
    for trial in left:
        print(_line(trial))
    sys.stdout.flush()
    print(f"eligibility: {_counts(left, found, wanted.concept)}", file=sys.stderr)
    return True


def _line(trial: Found) -> str:
    limits = "; ".join(" ".join(limit.split()) for limit in trial.limits)
    return "\t".join(printable(words) for words in (trial.trial_id or f"#{trial.record}", trial.title or "", limits))


def _counts(left: Sequence[Found], found: Sequence[Found], concept: str) -> str:
    ruled_out = len(found) - len(left)
    return f"{len(left):,} trials, {ruled_out:,} ruled out, of {len(found):,} that speak of {printable(concept)}"
