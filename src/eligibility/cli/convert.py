"""`eligibility convert`: registry files to tables."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

from rich.console import Console

from eligibility.cli.streams import tell, utf8_output
from eligibility.convert import Plan, carry_out, errors_of
from eligibility.convert.progress import shown
from eligibility.errors import EligibilityError
from eligibility.report import summary_table
from eligibility.report.phrases import printable


def run(plan: Plan, *, quiet: bool) -> bool:
    """Converts, shows how it gets on, then the summary, all on standard error.

    Returns:
        Whether anything could be converted. What is wrong, and how to go on, stands on standard error.

    Raises:
        KeyboardInterrupt: it was interrupted; how to go on has been said.
    """
    utf8_output()
    watch = shown(quiet=quiet)
    try:
        summary = carry_out(plan, watch)
    except EligibilityError as error:
        watch.end()
        tell(error)
        return False
    except KeyboardInterrupt:
        watch.end()
        print(f"eligibility: interrupted; to go on: {_again()}", file=sys.stderr)
        raise
    watch.end()
    is_done = summary.converted > 0 or not summary.failed
    if not quiet:
        Console(stderr=True, highlight=False).print(summary_table(summary))
    if summary.failed and not (quiet and is_done):
        _tell_of_errors(errors_of(plan.output), summary.failed)
    return is_done


def _tell_of_errors(path: Path, count: int) -> None:
    """Says on standard error what the first record that failed died of, and where the others stand."""
    with path.open("rb") as lines:
        first = json.loads(lines.readline())
    place = f"{first['place']}: " if first["place"] else ""
    print(f"eligibility: {printable(place + first['message'])}", file=sys.stderr)
    if count > 1:
        print(f"eligibility: and {count - 1:,} more; all are in {printable(str(path))}", file=sys.stderr)


def _again() -> str:
    """The command that goes on with this one."""
    given = [word for word in sys.argv[1:] if word not in {"--overwrite", "--resume"}]
    return shlex.join(["eligibility", *given, "--resume"])
