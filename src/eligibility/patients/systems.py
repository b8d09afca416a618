"""Systems of codes: the URI of each, by whatever name a source has for it."""

from __future__ import annotations

from functools import cache

from eligibility.check import knowledge
from eligibility.patients.naming import naming


def uri(name: str) -> str:
    """The URI of a system of codes; a system that is not known keeps its name.

    Examples:
        >>> uri("SNOMED"), uri("ICD10CM")
        ('http://snomed.info/sct', 'http://hl7.org/fhir/sid/icd-10-cm')
        >>> uri("http://loinc.org/"), uri("Read")
        ('http://loinc.org', 'Read')
    """
    plain = name.strip().rstrip("/")
    return _uris().get(plain.casefold(), plain)


@cache
def _uris() -> dict[str, str]:
    known: dict[str, str] = {written.casefold(): system for written, system in naming().systems.items()}
    for system, others in knowledge().systems.items():
        known |= {written.casefold(): system for written in (system, *others)}
    return known
