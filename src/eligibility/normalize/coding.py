"""Codes: those of a concept as FHIR codings."""

from __future__ import annotations

from functools import lru_cache

from eligibility.rules import ConceptRule
from eligibility.tree import Coding

SYSTEMS = {
    "LOINC": "http://loinc.org",
    "SNOMED": "http://snomed.info/sct",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "MESH": "http://terminology.hl7.org/CodeSystem/MSH",
    "ATC": "http://www.whocc.no/atc",
}
"""The URI of each code system, as HL7 registers it for FHIR."""


def codings(rule: ConceptRule) -> tuple[Coding, ...]:
    """The codes of a concept."""
    return _codings(rule.name, tuple(rule.codes.items())) if rule.codes else ()


@lru_cache(maxsize=1 << 14)
def _codings(name: str, codes: tuple[tuple[str, str], ...]) -> tuple[Coding, ...]:
    return tuple(Coding(system=SYSTEMS[system], code=code, display=name) for system, code in codes)
