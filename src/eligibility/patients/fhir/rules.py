"""What codes of FHIR's own value sets mean: `fhir.yaml`, loaded once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec


class Rules(msgspec.Struct, frozen=True):
    """The sections of `fhir.yaml`; what each is for stands there."""

    no_fact: dict[str, frozenset[str]]
    not_ordered: frozenset[str]
    over: frozenset[str]
    uncertain: frozenset[str]
    stating: frozenset[str]
    comparators: dict[str, str]


class Placed(NamedTuple):
    """A fact of a patient: in which list of `Patient` it is, and its fields."""

    kind: str
    fact: object


@cache
def rules() -> Rules:
    """What is known, loaded once in a process."""
    import yaml  # noqa: PLC0415 - it is not needed to recognise a source

    return msgspec.convert(yaml.safe_load(files("eligibility.patients.fhir").joinpath("fhir.yaml").read_text()), Rules)


def states_nothing(kind: str, status: str | None) -> bool:
    """Whether a resource of a type with a status states no fact.

    Example:
        >>> states_nothing("Procedure", "not-done"), states_nothing("Procedure", "completed")
        (True, False)
    """
    return status == "entered-in-error" or status in rules().no_fact.get(kind, ())
