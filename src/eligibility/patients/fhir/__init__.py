"""HL7 FHIR R4 and R5: bundles, bulk exports, single resources.

`reader` gathers resources by patient; `resources` says which types state facts, and a module each group of them.
"""

from eligibility.patients.fhir.reader import LOOKS_FOR, NAME, gather, patients, recognise

__all__ = ["LOOKS_FOR", "NAME", "gather", "patients", "recognise"]
