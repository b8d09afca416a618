"""The OMOP common data model v5.4: in DuckDB, in PostgreSQL, as a folder of files.

`reader` reads the tables side by side by person; `tables` asks for them, `facts` says what a row states;
`hierarchy` is what its vocabularies know of kinds.
"""

from eligibility.patients.omop.hierarchy import athena
from eligibility.patients.omop.reader import LOOKS_FOR, NAME, patients, recognise

__all__ = ["LOOKS_FOR", "NAME", "athena", "patients", "recognise"]
