"""How much work an answer may take."""

from __future__ import annotations


class ExhaustedError(Exception):
    """The budget is spent; the answer is not known. It never leaves this package."""


class Budget:
    """Steps that may still be taken, for one question or for several together; a step is about a microsecond.

    Args:
        steps: How many.
        of: A budget that these are a part of; what it has not left is not there.
    """

    def __init__(self, steps: int, of: Budget | None = None) -> None:
        self.left = steps
        self._of = of

    @property
    def is_spent(self) -> bool:
        """Whether a question could not be answered for want of steps."""
        return self.left < 0

    def take(self, steps: int) -> None:
        """Takes some.

        Raises:
            ExhaustedError: There are not as many left.
        """
        self.left -= steps
        if self._of is not None:
            self._of.take(steps)
        if self.left < 0:
            raise ExhaustedError
