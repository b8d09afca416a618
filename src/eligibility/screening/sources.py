"""Where the patients of a cohort come from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from eligibility.check import Patient
from eligibility.patients import read_patients

STANDARD_INPUT = "-"
_LINES = ".jsonl"
"""The suffix of files that hold a patient a line; the .ndjson of FHIR holds a resource a line."""

_BLOCK = 1 << 20


def patients_of(source: str) -> Iterator[Patient]:
    """The patients of a source, one after the other.

    Args:
        source: whatever `eligibility.read_patients` reads; "-" is standard input.

    Raises:
        PatientError: it cannot be read, or holds something else; says where.
    """
    return read_patients(sys.stdin.buffer if source == STANDARD_INPUT else source)


def expected(source: str) -> int | None:
    """How many patients there are: the lines of a file of JSON Lines; of others that is not known before the end."""
    path = Path(source)
    if path.suffix != _LINES or not path.is_file():
        return None
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))
