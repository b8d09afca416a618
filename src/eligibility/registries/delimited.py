"""Tables as text: CSV with commas or semicolons, values between tabs or pipes; one row held at a time.

A row that is broken is lost alone. A quotation mark that is never closed would take all rows after it into one
field: then only its line is lost, and what follows is read again.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from threading import Lock

from eligibility.errors import ReadError
from eligibility.registries.columns import Row, Rows, plain_name
from eligibility.registries.source import Document, Source

MAX_FIELD = 1 << 24
"""Characters that one field may have: some hundred times the longest criteria that a registry takes."""

_DELIMITERS = "|,;\t"
_LIMIT = Lock()


def header(source: Source) -> list[str]:
    """The names in the first line of a source, as far as it can be told before it is read."""
    line = source.head.lstrip("\r\n").partition("\n")[0].strip("\r")
    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def rows(source: Source) -> Rows:
    """The rows below the first, which holds the names."""
    return _Reader(source).rows()


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


class _Reader:
    """Gives `csv` the lines, and knows which of them belong to the row that it is making."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._next_place = source.begins
        self._again: deque[bytes] = deque()
        self._taken: list[bytes] = []
        self._place = source.begins
        self._bad: ReadError | None = None
        self._is_cut = False

    def rows(self) -> Iterator[Row | ReadError]:
        names = list(map(plain_name, header(self._source)))
        reader = csv.reader(self, delimiter=_delimiter(self._source.head.lstrip("\r\n").partition("\n")[0]))
        self._next(reader)
        while (fields := self._next(reader)) is not None:
            if isinstance(fields, ReadError):
                yield fields
            elif len(fields) == len(names):
                yield Row(dict(zip(names, fields, strict=True)), self._source.name, self._place)
            elif fields:
                yield self._error("bad-row", f"{len(fields)} fields where the first line names {len(names)}")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line, remembered as one of the row's."""
        data = self._again.popleft() if self._again else self._source.stream.readline(MAX_FIELD)
        if not data:
            self._is_cut = bool(self._taken)
            raise StopIteration
        self._taken.append(data)
        text = data.decode("utf-8", "replace")
        if "\0" in text or "\ufffd" in text:
            self._check(data)
        return text.replace("\0", "\ufffd")

    def _check(self, data: bytes) -> None:
        try:
            self._source.decode(data, self._place.after(b"".join(self._taken[:-1])))
        except ReadError as error:
            self._bad = self._bad or error

    def _next(self, reader: Iterator[list[str]]) -> list[str] | ReadError | None:
        """The fields of the next row, or what is wrong with it; None at the end."""
        self._place, self._taken, self._bad, self._is_cut = self._next_place, [], None, False
        wrong = None
        try:
            fields = _next_row(reader)
        except csv.Error as bad:
            wrong = f"not a row of a table: {bad}"
        if self._is_cut:
            wrong = "a quotation mark is opened and never closed"
        if wrong:  # what it took after its own line will be read again
            self._again.extendleft(reversed(self._taken[1:]))
            del self._taken[1:]
        self._next_place = self._place.after(b"".join(self._taken))
        return self._bad or (self._error("bad-row", wrong) if wrong else fields)

    def _error(self, code: str, message: str) -> ReadError:
        return Document("", self._source.name, self._place).error(code, message)


def _next_row(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row, under a limit of a field's size that other users of `csv` do not get to see."""
    with _LIMIT:
        usual = csv.field_size_limit(MAX_FIELD)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(usual)
