"""A registry page saved as text whose sections each have a title and a line that explains it.

The criteria stand in the section "Eligibility Criteria". The registry's own fields follow them without labels, before
the next section: the ages (lower, then upper), the sex, and whether healthy volunteers are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eligibility.registries import fields
from eligibility.registries.page import Row, criteria, rows, titled, value
from eligibility.registries.source import Document, Source
from eligibility.tree import AgeLimits, Registry, Trial

NAME = "registry-page"
LOOKS_FOR = "a saved registry page with a line 'NCT ID: ...' and the section 'Basic Information'"

_ID = re.compile(r"NCT ID: *(NCT[0-9]{8})", re.IGNORECASE)
_BASICS = {"basic information"}
_ELIGIBILITY = {"eligibility criteria"}
_EXPLAINED = "check the participation requirements"
_NEXT = {
    "sponsors",
    "responsible party",
    "principal investigators",
    "locations",
    "countries",
    "other identifiers",
    "more related trials",
}


def recognise(source: Source) -> bool:
    """Whether the line with the id is there, and the first section after it."""
    page = rows(source.head)
    line = _id_line(page)
    return line is not None and titled(page, _BASICS, line) is not None


def read(source: Source) -> Iterator[Trial]:
    """The one trial of the page. An age that stands alone is the lower limit, the one that comes first.

    Raises:
        ReadError: no criteria where they should be.
    """
    document = source.document()
    page = rows(document.text)
    section = _section(page)
    registry, count = _fields(document, section)
    line = _id_line(page)
    yield Trial(
        trial_id=None if line is None else page[line].text[-11:].upper(),
        title=page[0].text if line else None,
        criteria_text=criteria(
            document, section[: len(section) - count], "them between 'Eligibility Criteria' and 'Sponsors'"
        ),
        registry=registry,
        source_format=NAME,
        source=source.shown_path,
    )


def _id_line(page: Sequence[Row]) -> int | None:
    return next((i for i, row in enumerate(page) if _ID.fullmatch(row.text)), None)


def _section(page: Sequence[Row]) -> Sequence[Row]:
    """The rows of the section of the criteria, without its title and the line that explains it."""
    begins = [i + 1 for i, row in enumerate(page) if row.title in _ELIGIBILITY]
    explained = [i + 1 for i in begins if i < len(page) and page[i].title.startswith(_EXPLAINED)]
    begin = next(iter(explained or begins), None)
    return () if begin is None else page[begin : titled(page, _NEXT, begin)]


def _fields(document: Document, section: Sequence[Row]) -> tuple[Registry, int]:
    """What the last rows of the section say without labels, and how many rows that are."""
    left = list(section)
    volunteers = left.pop() if left and fields.is_volunteers(left[-1].text) else None
    sex = left.pop() if left and fields.is_sex(left[-1].text) else None
    if sex is None:
        return Registry(), 0
    ages: list[Row] = []
    while left and len(ages) < 2 and fields.is_age(left[-1].text):
        ages.insert(0, left.pop())
    lower, upper = (*ages, None, None)[:2]
    registry = Registry(
        age=AgeLimits(lower=value(document, lower, fields.age), upper=value(document, upper, fields.age)),
        sex=value(document, sex, fields.sex),
        healthy_volunteers=value(document, volunteers, fields.volunteers),
    )
    return registry, len(section) - len(left)
