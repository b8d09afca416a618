"""Records of patients in, `Patient`s out: FHIR, the OMOP common data model, CSV, and the library's own JSON.

`reading` recognises what a source is; each format has modules of its own.
"""

from eligibility.patients.omop import athena
from eligibility.patients.reading import read_patients, records

__all__ = ["athena", "read_patients", "records"]
