"""The errors of the library: one base class, a reason code, the place, what to do."""

from __future__ import annotations


class EligibilityError(Exception):
    """Bad input, said so that a user can mend it.

    Attributes:
        code: a stable reason code, such as "not-a-trial".
        message: what is wrong and what to do, one sentence each.
        place: where, as "file:line:column" as far as it is known.
    """

    def __init__(self, code: str, message: str, *, place: str | None = None) -> None:
        self.code = code
        self.message = message
        self.place = place
        super().__init__(f"{place}: {message}" if place else message)


class ReadError(EligibilityError):
    """A file that cannot be read as a trial."""


class PackError(EligibilityError):
    """A rule pack that cannot be loaded."""


class PatientError(EligibilityError):
    """A file that cannot be read as a patient, or a fact about one that makes no sense."""
