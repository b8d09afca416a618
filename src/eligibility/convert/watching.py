"""Watching: who wants to know how a conversion gets on."""

from __future__ import annotations

from typing import Protocol

from eligibility.convert.tally import Tally


class Watch(Protocol):
    """What is told while a conversion runs."""

    def begin(self, done: Tally, expected: int | None) -> None:
        """It begins, or goes on.

        Args:
            done: what was done by an earlier run.
            expected: how many records there are, where that is known or can be estimated.
        """

    def part(self, done: Tally, seconds: float) -> None:
        """A part is kept.

        Args:
            done: all that is done by now.
            seconds: the time that this took, over all runs.
        """


class Silence:
    """Tells nobody."""

    def begin(self, done: Tally, expected: int | None) -> None:
        """Nothing."""

    def part(self, done: Tally, seconds: float) -> None:
        """Nothing."""
