"""A page of ClinicalTrials.Veeva saved as text: labels on lines of their own, each followed by its value.

The criteria stand after the labels "Enrollment", "Sex", "Ages", "Volunteers" and before the section "Trial design".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.registries import fields
from eligibility.registries.page import NCT_ID, Row, criteria, rows, titled, value
from eligibility.registries.source import Source
from eligibility.tree import Registry, Trial

NAME = "veeva-page"
LOOKS_FOR = "a saved ClinicalTrials.Veeva page with the lines 'Status and phase' and 'Details and patient eligibility'"

_MENU = {"clinicaltrials.veeva", "menu"}
_STATUS = {"status and phase"}
_IDENTIFIERS = {"identifiers"}
_DETAILS = {"details and patient eligibility"}
_FIELDS = {"enrollment", "sex", "ages", "volunteers"}
_TELLING = {"sex", "ages", "volunteers"}
_NEXT = {
    "trial design",
    "trial contacts and locations",
    "central trial contact",
    "data sourced from clinicaltrials.gov",
    "clinical trials",
}


def recognise(source: Source) -> bool:
    """Whether the page's own titles are there."""
    page = rows(source.head)
    status = titled(page, _STATUS)
    return status is not None and titled(page, _DETAILS, status) is not None


def read(source: Source) -> Iterator[Trial]:
    """The one trial of the page.

    Raises:
        ReadError: no criteria where they should be, or a field that is not understood.
    """
    document = source.document()
    page = rows(document.text)
    details = titled(page, _DETAILS) or 0
    found, begin = _fields(page, details)
    section = page[begin : titled(page, _NEXT, begin)]
    yield Trial(
        trial_id=_trial_id(page[:details]),
        title=_title(page),
        criteria_text=criteria(document, section, "them after the lines 'Sex', 'Ages' and 'Volunteers'"),
        registry=Registry(
            age=value(document, found.get("ages"), fields.age_range),
            sex=value(document, found.get("sex"), fields.sex),
            healthy_volunteers=value(document, found.get("volunteers"), fields.volunteers),
        ),
        source_format=NAME,
        source=source.shown_path,
    )


def _fields(page: Sequence[Row], begin: int) -> tuple[dict[str, Row], int]:
    """The rows of the fields by label, and the index of the row after them: the first of the criteria.

    The fields are a run of labels and values. A lone label, as a description may have one, is no such run.
    """
    found: dict[str, Row] = {}
    at = begin
    while at < len(page):
        if page[at].title in _FIELDS:
            if at + 1 < len(page) and page[at + 1].title not in _FIELDS:
                found[page[at].title] = page[at + 1]
                at += 1
        elif len(_TELLING & found.keys()) > 1:
            return found, at
        else:
            found = {}
        at += 1
    return found, at


def _trial_id(page: Sequence[Row]) -> str | None:
    begin = titled(page, _IDENTIFIERS)
    identifiers = () if begin is None else page[begin + 1 :]
    return next((row.text for row in identifiers if NCT_ID.fullmatch(row.text)), None)


def _title(page: Sequence[Row]) -> str | None:
    above = page[: titled(page, _STATUS) or 0]
    return next((row.text for row in above if row.title not in _MENU), None)
