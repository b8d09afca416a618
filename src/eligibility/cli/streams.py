"""The standard streams: what is written there can always be encoded, and an error is one line."""

from __future__ import annotations

import io
import sys

from eligibility.errors import EligibilityError
from eligibility.report.phrases import printable


def utf8_output() -> None:
    """Makes the output UTF-8 where it is no terminal, and never fail on a character anywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def tell(error: EligibilityError) -> None:
    """Says on standard error, in one line, what is wrong and where."""
    print(f"eligibility: {printable(str(error))}", file=sys.stderr)
