"""Diagnostics: what was inferred and what was not understood, gathered while a criterion is read."""

from __future__ import annotations

from eligibility.tree import Diagnostic, Span
from eligibility.tree.values import Severity


class Notes:
    """The diagnostics of one criterion, each said once."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, Span | None], Diagnostic] = {}

    def add(self, code: str, severity: Severity, message: str, span: Span | None = None) -> None:
        """Note something."""
        key = (code, span)
        if key not in self._said:
            self._said[key] = Diagnostic.trusted(code=code, severity=severity, message=message, span=span)

    def ends(self, codes: frozenset[str]) -> set[int]:
        """Where the words end of which some codes have been said."""
        return {span[1] for code, span in self._said if span is not None and code in codes}

    def all(self) -> tuple[Diagnostic, ...]:
        """All that was noted, in the order in which it was."""
        return tuple(self._said.values())
