"""What codes of FHIR's own value sets mean: `fhir.yaml`, loaded once."""

from __future__ import annotations

from functools import cache

import msgspec

from eligibility.patients.data import load


class Rules(msgspec.Struct, frozen=True):
    """The sections of `fhir.yaml`; what each is for stands there."""

    no_fact: dict[str, frozenset[str]]
    not_ordered: frozenset[str]
    over: frozenset[str]
    uncertain: frozenset[str]
    stating: frozenset[str]
    comparators: dict[str, str]


@cache
def rules() -> Rules:
    """What is known, loaded once in a process."""
    return load("fhir/fhir.yaml", Rules)


def states_nothing(kind: str, status: str | None) -> bool:
    """Whether a resource of a type with a status states no fact.

    Example:
        >>> states_nothing("Procedure", "not-done"), states_nothing("Procedure", "completed")
        (True, False)
    """
    return status == "entered-in-error" or status in rules().no_fact.get(kind, ())
