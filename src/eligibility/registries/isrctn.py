"""The ISRCTN registry: XML of its API, or its export as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.errors import ReadError
from eligibility.registries import delimited, xml_records
from eligibility.registries.columns import columns, trials
from eligibility.registries.source import Source
from eligibility.tree import Trial

NAME = "isrctn"
LOOKS_FOR = "XML with <trial> and <isrctn>, or a table with the columns ISRCTN and Inclusion criteria"

_TRIAL = "trial"
_PREFIX = "ISRCTN"


def recognise(source: Source) -> bool:
    """Whether the elements are there, or the columns."""
    return _is_xml(source) or any(
        columns(kind).are_of(delimited.header(source)) for kind in (NAME, "isrctn-participants")
    )


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in order; in the place of one that is broken, its error."""
    kept = columns(NAME)
    rows = xml_records.rows(source, _TRIAL) if _is_xml(source) else delimited.rows(source, kept.lists)
    yield from trials(rows, kept, source, name=NAME, changed=_whole_id)


def _is_xml(source: Source) -> bool:
    return xml_records.holds(source, _TRIAL) and xml_records.holds(source, NAME)


def _whole_id(values: dict[str, str], _: object) -> None:
    """The XML has the digits of the id alone."""
    if values.get("id", "").strip().isdigit():
        values["id"] = _PREFIX + values["id"].strip()
