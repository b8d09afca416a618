"""Tables as text: CSV with commas or semicolons, values between tabs or pipes; one row held at a time.

A row that is broken is lost alone. A quotation mark that is not closed takes rows after it into one field: of what a
broken row took, all is read again from the first line on that looks like a row of its own.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Collection, Iterator
from threading import Lock

from eligibility.errors import ReadError
from eligibility.registries.columns import Row, Rows, listed, plain_name
from eligibility.registries.source import Document, Source

MAX_FIELD = 1 << 24
"""Characters that one field, or bytes that one line may have: some hundred times the longest criteria there are."""

_DELIMITERS = "|,;\t"
_LIMIT = Lock()


def header(source: Source) -> list[str]:
    """The names in the first line of a source, as far as it can be told before it is read."""
    line = _first_line(source)
    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def rows(source: Source, wanted: Collection[str]) -> Rows:
    """The rows below the first, which holds the names.

    Raises:
        ReadError: none of the names that are wanted is there, or nothing ends the lines but carriage returns.
    """
    names = header(source)
    if "\n" not in source.head and "\r" in source.head.strip():
        message = "its lines end in carriage returns alone: save it with the line ends of Windows or Unix"
        raise Document("", source.name).error("bad-row", message)
    if not set(wanted) & set(map(plain_name, names)):
        raise unknown_columns(Document("", source.name), names)
    return _Reader(source, names).rows()


def unknown_columns(table: Document, names: list[str]) -> ReadError:
    """The error for a table of which no column is known to hold what is wanted."""
    advice = "say which column is which with a mapping such as criteria=COLUMN,id=COLUMN"
    return table.error("unknown-columns", f"no column is known to hold criteria; there are {listed(names)}: {advice}")


def _first_line(source: Source) -> str:
    """The first line of a source that is not blank."""
    return source.head.lstrip("\r\n").partition("\n")[0].partition("\r")[0]


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


class _Reader:
    """Gives `csv` the lines, and knows which of them belong to the row that it is making."""

    def __init__(self, source: Source, names: list[str]) -> None:
        self._source = source
        self._next_place = source.begins
        self._again: deque[bytes] = deque()
        self._taken: list[bytes] = []
        self._place = source.begins
        self._bad: ReadError | None = None
        self._is_cut = False
        self._delimiter = _delimiter(_first_line(source))
        self._names = list(map(plain_name, names))

    def rows(self) -> Iterator[Row | ReadError]:
        reader = csv.reader(self, delimiter=self._delimiter)
        while not (names_row := self._next(reader)) and names_row is not None:
            pass  # blank lines before the names
        if isinstance(names_row, ReadError):
            yield names_row
        while (fields := self._next(reader)) is not None:
            if isinstance(fields, ReadError):
                yield fields
            elif fields:
                yield Row(dict(zip(self._names, fields, strict=True)), self._source.name, self._place)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line, remembered as one of the row's."""
        data = self._again.popleft() if self._again else self._line()
        if not data:
            self._is_cut = bool(self._taken)
            raise StopIteration
        self._taken.append(data)
        text = data.decode("utf-8", "replace")
        if "\0" in text or "\ufffd" in text:
            self._check(data)
        return text.replace("\0", "\ufffd")

    def _line(self) -> bytes:
        """The next line; of one that is too long, the beginning, as it is known to be bad by then."""
        data = self._source.stream.readline(MAX_FIELD)
        if len(data) < MAX_FIELD or data.endswith(b"\n"):
            return data
        while (rest := self._source.stream.readline(MAX_FIELD)) and not rest.endswith(b"\n"):
            pass
        self._bad = self._bad or self._error("too-large", f"a line of more than {MAX_FIELD} bytes")
        return data[: data.rfind(b" ") + 1] + b"\n"

    def _check(self, data: bytes) -> None:
        try:
            self._source.decode(data, self._place.after(b"".join(self._taken[:-1])))
        except ReadError as error:
            self._bad = self._bad or error

    def _next(self, reader: Iterator[list[str]]) -> list[str] | ReadError | None:
        """The fields of the next row, or what is wrong with it; None at the end, no fields for a blank line."""
        self._place, self._taken, self._bad, self._is_cut = self._next_place, [], None, False
        try:
            fields = _next_row(reader)
            wrong = self._wrong(fields)
        except csv.Error as bad:
            fields, wrong = None, f"not a row of a table: {bad}"
        if wrong:
            kept = next((at for at, line in enumerate(self._taken) if at and self._is_row(line)), len(self._taken))
            self._again.extendleft(reversed(self._taken[kept:]))
            del self._taken[kept:]
        self._next_place = self._place.after(b"".join(self._taken))
        if wrong and not self._bad:
            return self._error("bad-row", wrong)
        return self._bad or fields

    def _error(self, code: str, message: str) -> ReadError:
        return Document("", self._source.name, self._place).error(code, message)

    def _wrong(self, fields: list[str] | None) -> str | None:
        if self._is_cut:
            return "a quotation mark is opened and never closed"
        if fields and len(fields) != len(self._names):
            return f"{len(fields)} fields where the first line names {len(self._names)}"
        return None

    def _is_row(self, line: bytes) -> bool:
        """Whether a line that a broken row took into itself looks like a row: as many fields, the first of one word."""
        try:
            fields = _next_row(csv.reader([line.decode("utf-8", "replace")], delimiter=self._delimiter))
        except csv.Error:
            return False
        return fields is not None and len(fields) == len(self._names) and " " not in fields[0]


def _next_row(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row, under a limit of a field's size that other users of `csv` do not get to see."""
    with _LIMIT:
        usual = csv.field_size_limit(MAX_FIELD)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(usual)
