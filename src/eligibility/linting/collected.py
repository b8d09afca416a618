"""Diagnostics of the parser that tell of a fault in the text, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.linting.finding import Finding, finding
from eligibility.tree import Criterion, Diagnostic

CODES = {
    "restated-differently": "restated-differently",
    "unit-mismatch": "unit-mismatch",
    "unit-mixed": "unit-mixed",
    "unit-missing": "unit-missing",
    "subject-missing": "limit-missing",
    "no-criteria": "no-criteria",
}
"""The finding that a diagnostic makes. The others tell what was inferred, or what the parser does not know."""


def collected(diagnostics: Sequence[Diagnostic], criteria: Sequence[Criterion] = ()) -> Iterator[Finding]:
    """The faults among some diagnostics, each once.

    Args:
        diagnostics: Those of a criterion, or of a trial.
        criteria: The criterion; none for a trial.
    """
    told: set[tuple[str, object]] = set()
    for one in diagnostics:
        code = CODES.get(one.code)
        if code is not None and (code, one.span) not in told:
            told.add((code, one.span))
            yield finding(code, one.message, criteria, [one.span])
