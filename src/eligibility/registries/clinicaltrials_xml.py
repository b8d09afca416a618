"""Classic XML of ClinicalTrials.gov, `clinical_study`: a file a study, as in its zip of folders, or many in one."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.errors import ReadError
from eligibility.registries import xml_records
from eligibility.registries.columns import columns, trials
from eligibility.registries.source import Source
from eligibility.tree import Trial

NAME = "clinicaltrials-xml"
LOOKS_FOR = "XML with <clinical_study>"

_STUDY = "clinical_study"


def recognise(source: Source) -> bool:
    """Whether there is an element of a study."""
    return xml_records.holds(source, _STUDY)


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in order; in the place of one that is broken, its error."""
    yield from trials(xml_records.rows(source, _STUDY), columns(NAME), source, name=NAME)
