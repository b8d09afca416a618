"""`read_patients`, whatever the patients are kept in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from eligibility.check import Patient
from eligibility.errors import PatientError


def read_patients(source: str | os.PathLike[str], *, format: str | None = None) -> Iterator[Patient]:
    """Read the patients of a source.

    Raises:
        PatientError: the source cannot be read.
    """
    for record in records(source, format=format):
        if isinstance(record, PatientError):
            raise record
        yield record


def records(source: str | os.PathLike[str], *, format: str | None = None) -> Iterator[Patient | PatientError]:
    """As `read_patients`, but a patient that cannot be read comes as the error, in its turn."""
    yield Patient.read(Path(source))
