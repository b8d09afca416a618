"""The search portal of the WHO, ICTRP: its export as CSV or as XML."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.errors import ReadError
from eligibility.registries import delimited, xml_records
from eligibility.registries.columns import columns, trials
from eligibility.registries.source import Source
from eligibility.tree import Trial

NAME = "ictrp"
LOOKS_FOR = "a table with the columns TrialID and Inclusion_Criteria, or XML with <Trials_downloaded_from_ICTRP>"

_EXPORT, _TRIAL = "Trials_downloaded_from_ICTRP", "Trial"


def recognise(source: Source) -> bool:
    """Whether the columns are there, or the elements of the export."""
    return _is_xml(source) or columns(NAME).are_of(delimited.header(source))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in order; in the place of one that is broken, its error."""
    kept = columns(NAME)
    rows = xml_records.rows(source, _TRIAL) if _is_xml(source) else delimited.rows(source, kept.lists)
    yield from trials(rows, kept, source, name=NAME)


def _is_xml(source: Source) -> bool:
    return xml_records.holds(source, _EXPORT) or xml_records.holds(source, "TrialID")
