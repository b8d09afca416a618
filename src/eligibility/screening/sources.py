"""Where the patients of a cohort come from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

import eligibility
from eligibility.check import Patient
from eligibility.errors import PatientError

STANDARD_INPUT = "-"
_LINES = frozenset({".jsonl", ".ndjson"})
_BLOCK = 1 << 20
_SEVERAL = TypeAdapter(list[Patient])
_LONGEST = 256 * 1024 * 1024
"""Bytes: no more is read as one patient, or as one document."""


def patients_of(source: str) -> Iterator[Patient]:
    """The patients of a file, one after the other.

    Args:
        source: a patient as JSON, an array of them, or one a line; "-" is standard input. Whatever else
            `eligibility.read_patients` reads, where there is one.

    Raises:
        PatientError: it cannot be read, or holds something else; says where.
    """
    reader = getattr(eligibility, "read_patients", None)
    if reader is not None and source != STANDARD_INPUT:
        yield from reader(source)
        return
    with nullcontext(sys.stdin.buffer) if source == STANDARD_INPUT else _opened(source) as stream:
        yield from _from_json(stream, source)


def expected(source: str) -> int | None:
    """How many patients there are: the lines of a file of JSON Lines; of others that is not known before the end."""
    path = Path(source)
    if path.suffix not in _LINES or not path.is_file():
        return None
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))


def _opened(source: str) -> IO[bytes]:
    try:
        return Path(source).open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PatientError("patient-unreadable", f"the patients cannot be read: {reason}", place=source) from None


def _from_json(stream: IO[bytes], source: str) -> Iterator[Patient]:
    """One patient a line; or one document, where the first line is none."""
    count = 0
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST + 1), b""), 1):
        content = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not content:
            continue
        count += 1
        if count == 1 and not _is_object(content):
            yield from _document(_bounded(line + stream.read(_LONGEST + 1 - len(line)), source), source)
            return
        yield Patient.from_json(_bounded(content, source), place=f"{source}:{number}")
    if not count:
        raise PatientError("no-patient", "there is no patient in it: give one as JSON, or one a line", place=source)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


def _bounded(content: bytes, source: str) -> bytes:
    if len(content) > _LONGEST:
        raise PatientError("patient-too-large", f"more than {_LONGEST} bytes: write one patient a line", place=source)
    return content


def _document(content: bytes, source: str) -> list[Patient]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip()[:1] != b"[":
        return [Patient.from_json(content, place=source)]
    try:
        return _SEVERAL.validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PatientError("not-a-patient", f"no patients, {where}: {first['msg']}", place=source) from None
