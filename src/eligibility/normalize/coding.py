"""Codes: those of a concept as FHIR codings."""

from __future__ import annotations

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


_MOST = 1 << 14
"""Rules whose codings are kept; then they are collected anew."""
_known: dict[int, tuple[ConceptRule, tuple[Coding, ...]]] = {}
"""By the identity of a rule, which is kept with its codings, so that no other one can have it."""


def codings(rule: ConceptRule) -> tuple[Coding, ...]:
    """The codes of a concept."""
    if not rule.codes:
        return ()
    known = _known.get(id(rule))
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[id(rule)] = rule, _codings(rule)
    return known[1]


def _codings(rule: ConceptRule) -> tuple[Coding, ...]:
    return tuple(
        Coding.trusted(system=SYSTEMS[system], code=code, display=rule.name) for system, code in rule.codes.items()
    )
