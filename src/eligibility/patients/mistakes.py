"""Errors of what is no fact, or none that makes sense, with their place."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from eligibility.errors import PatientError


def mistaken(bad: Exception, place: str) -> PatientError:
    """The error for what cannot be read as a fact, by what msgspec or pydantic say of it."""
    return PatientError("bad-fact", f"{_reason(bad)}; correct it at its source", place=place)


def _reason(bad: Exception) -> str:
    if not isinstance(bad, ValidationError):
        return str(bad)
    first: dict[str, Any] = dict(bad.errors(include_url=False, include_input=True)[0])
    where = ".".join(map(str, first["loc"]))
    what = str(first["msg"]).removeprefix("Value error, ")
    return f"{where} is {str(first['input'])[:60]!r}: {what}" if where else what
