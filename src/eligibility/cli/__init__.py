"""The command line: `app` says what can be asked, one module a command does it."""

from __future__ import annotations

import sys


def main() -> None:
    """The `eligibility` command. Exit code 0: done, 1: bad input, 2: bad usage, 130: interrupted."""
    try:
        from eligibility.cli.app import app  # so that Ctrl-C is quiet from the first moment

        app(prog_name="eligibility")
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["main"]
