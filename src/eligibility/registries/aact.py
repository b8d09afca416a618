"""AACT, the database of ClinicalTrials.gov as tables: values between pipes, quoted where they hold a pipe or a break.

The table `eligibilities` has a row a study. Where the table `studies` lies beside it, titles come from there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from eligibility.errors import ReadError
from eligibility.registries import delimited
from eligibility.registries.columns import Rows, Texts, columns, trials
from eligibility.registries.source import Source
from eligibility.registries.streams import buffered
from eligibility.tree import Trial

NAME = "aact"
LOOKS_FOR = "a table with the columns nct_id, criteria and minimum_age; or a folder or zip with eligibilities.txt"

_STUDIES = "studies.txt"
_ID = "nctid"
_TITLES = ("brieftitle", "officialtitle")
_LIST_AFTER_TILDE = re.compile(r"~\s*(?:~|[-*•]|[0-9]{1,2}[.)]|(?:\w+\s)?(?:inclusion|exclusion)\b)", re.IGNORECASE)


def recognise(source: Source) -> bool:
    """Whether the columns are there."""
    return columns(NAME).are_of(delimited.header(source))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in the order of `eligibilities`; in the place of one that is broken, its error."""
    with _titles(source) as titles:
        yield from titles.problems

        def changed(values: dict[str, str], _: Texts) -> None:
            values["criteria"] = with_breaks(values.get("criteria", ""))
            if title := titles.of(values.get("id", "")):
                values["title"] = title

        kept = columns(NAME)
        yield from trials(delimited.rows(source, kept.lists), kept, source, name=NAME, changed=changed)


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


class _Titles:
    """Titles of studies by id, in a database without a name: it is in memory while small, then on disk for a while.

    Attributes:
        problems: the errors of the rows that could not be read.
    """

    def __init__(self, disk: sqlite3.Connection) -> None:
        self._disk = disk
        self._disk.execute("CREATE TABLE titles (id TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID")
        self.problems: list[ReadError] = []

    def keep(self, rows: Rows) -> None:
        """Keeps the titles of the rows of a table."""
        self._disk.executemany("INSERT OR IGNORE INTO titles VALUES (?, ?)", self._pairs(rows))

    def of(self, study: str) -> str | None:
        """The title of a study."""
        found = self._disk.execute("SELECT title FROM titles WHERE id = ?", [study]).fetchone()
        return str(found[0]) if found else None

    def _pairs(self, rows: Rows) -> Iterator[tuple[str, str]]:
        for row in rows:
            if isinstance(row, ReadError):
                self.problems.append(row)
            elif title := next(filter(None, map(row.texts.get, _TITLES)), None):
                yield row.texts[_ID], title


@contextmanager
def _titles(source: Source) -> Iterator[_Titles]:
    """Those of the table `studies` beside a source; none where there is no such table."""
    name = source.name.rpartition("/")[0] + "/" + _STUDIES
    with closing(sqlite3.connect("")) as disk:
        titles = _Titles(disk)
        try:
            if stream := source.beside(_STUDIES):
                with stream:
                    titles.keep(delimited.rows(Source(buffered(stream, name), name), {_ID}))
        except ReadError as error:
            titles.problems.append(error)
        yield titles
