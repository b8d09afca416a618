"""`eligibility convert`: registry files to tables."""

from __future__ import annotations

import shlex
import sys

from rich.console import Console

from eligibility.cli.streams import tell, utf8_output
from eligibility.convert import Plan, carry_out
from eligibility.convert.progress import shown
from eligibility.errors import EligibilityError
from eligibility.report import summary_table


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
    if not quiet:
        Console(stderr=True, highlight=False).print(summary_table(summary))
    return summary.converted > 0 or not summary.failed


def _again() -> str:
    """The command that goes on with this one."""
    given = [word for word in sys.argv[1:] if word not in {"--overwrite", "--resume"}]
    return shlex.join(["eligibility", *given, "--resume"])
