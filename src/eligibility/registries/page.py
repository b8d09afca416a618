"""The rows of a saved page: what both page layouts are read by."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, TypeVar

from eligibility.registries.source import Document

T = TypeVar("T")

_LINE = re.compile(r"[^\r\n]+")
NCT_ID = re.compile(r"NCT[0-9]{8}")


class Row(NamedTuple):
    """A line that is not blank.

    Attributes:
        text: without the space around it.
        title: the text as titles are compared: in lower case.
        start: offset of the line's first character, its indent included.
        end: offset after the last character that is not space.
    """

    text: str
    title: str
    start: int
    end: int


def rows(text: str) -> list[Row]:
    """The lines of a text that are not blank."""
    return [
        Row(stripped, stripped.casefold(), line.start(), line.start() + len(line[0].rstrip()))
        for line in _LINE.finditer(text)
        if (stripped := line[0].strip())
    ]


def titled(page: Sequence[Row], titles: Collection[str], begin: int = 0) -> int | None:
    """The index of the first row, from `begin` on, that is one of the titles (in lower case)."""
    return next((i for i in range(begin, len(page)) if page[i].title in titles), None)


def criteria(document: Document, page: Sequence[Row], looked_for: str) -> str:
    """The text from the first to the last of the rows, as the page has it.

    Raises:
        ReadError: there are no rows; `looked_for` says between what they were expected.
    """
    if not page:
        raise document.error("no-criteria", f"the page has no eligibility criteria: looked for {looked_for}")
    return document.text[page[0].start : page[-1].end]


def value(document: Document, row: Row | None, meaning: Callable[[str], T]) -> T | None:
    """What a row's words mean; None without a row.

    Raises:
        ReadError: `meaning` does not know the words.
    """
    if row is None:
        return None
    try:
        return meaning(row.text)
    except ValueError as unknown:
        raise document.error("field-value", str(unknown), row.start) from None
