"""AACT, the database of ClinicalTrials.gov as tables: values between pipes, quoted where they hold a pipe or a break.

The table `eligibilities` has a row a study. Where the table `studies` lies beside it, titles come from there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from eligibility.errors import ReadError
from eligibility.registries import delimited
from eligibility.registries.columns import Rows, Texts, columns, trials
from eligibility.registries.source import Source
from eligibility.registries.streams import buffered
from eligibility.tree import Trial

NAME = "aact"
LOOKS_FOR = "a table with the columns nct_id, criteria and minimum_age; or a folder or zip with eligibilities.txt"

_STUDIES = "studies.txt"
_TITLES = ("brieftitle", "officialtitle")
_LIST_AFTER_TILDE = re.compile(r"~\s*(?:~|[-*•]|[0-9]{1,2}[.)]|(?:\w+\s)?(?:inclusion|exclusion)\b)", re.IGNORECASE)


def recognise(source: Source) -> bool:
    """Whether the columns are there."""
    return columns(NAME).are_of(delimited.header(source))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in the order of `eligibilities`; in the place of one that is broken, its error."""
    with closing(sqlite3.connect("")) as disk:  # a database of its own, in memory while small
        problems = _titles(source, disk)
        yield from problems

        def changed(values: dict[str, str], _: Texts) -> None:
            values["criteria"] = with_breaks(values.get("criteria", ""))
            if found := disk.execute("SELECT title FROM titles WHERE id = ?", [values.get("id")]).fetchone():
                values["title"] = found[0]

        yield from trials(delimited.rows(source), columns(NAME), source, name=NAME, changed=changed)


def with_breaks(criteria: str) -> str:
    r"""A text in which "~" stands for line breaks, with line breaks; as it is, if "~" may be "about".

    Examples:
        >>> with_breaks("Inclusion Criteria:~~* Adults~* BMI ~ 30")
        'Inclusion Criteria:\n\n* Adults\n* BMI ~ 30'
        >>> with_breaks("tumour of ~5 cm")
        'tumour of ~5 cm'
    """
    if "\n" in criteria or not _LIST_AFTER_TILDE.search(criteria):
        return criteria
    return re.sub(r"(?<! )~|~(?! )", "\n", criteria)


def _titles(source: Source, disk: sqlite3.Connection) -> list[ReadError]:
    """Keeps the titles of the table `studies`; gives the errors of the rows that have none to read."""
    disk.execute("CREATE TABLE titles (id TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID")
    stream = source.beside(_STUDIES)
    if stream is None:
        return []
    problems: list[ReadError] = []
    with stream:
        name = source.name.rpartition("/")[0] + "/" + _STUDIES
        rows = delimited.rows(Source(buffered(stream, name), name))
        disk.executemany("INSERT OR IGNORE INTO titles VALUES (?, ?)", _pairs(rows, problems))
    return problems


def _pairs(rows: Rows, problems: list[ReadError]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if isinstance(row, ReadError):
            problems.append(row)
        elif title := next(filter(None, map(row.texts.get, _TITLES)), None):
            yield row.texts.get("nctid", ""), title
