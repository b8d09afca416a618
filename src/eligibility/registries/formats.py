"""The formats that can be read, and `read`, which recognises them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Protocol

from eligibility.errors import ReadError
from eligibility.registries import (
    aact,
    clinicaltrials_json,
    clinicaltrials_xml,
    ctis,
    euctr,
    foreign,
    ictrp,
    isrctn,
    plain_text,
    registry_page,
    table,
    veeva_page,
)
from eligibility.registries.opening import sources
from eligibility.registries.source import Source
from eligibility.tree import Trial


class Format(Protocol):
    """What a format's module has.

    Attributes:
        NAME: what `read(format=...)` and `Trial.source_format` call it.
        LOOKS_FOR: by what it is recognised, in words that an error can quote.
    """

    NAME: str
    LOOKS_FOR: str

    def recognise(self, source: Source) -> bool:
        """Whether the beginning of the file, or its name, is of this format."""

    def read(self, source: Source) -> Iterator[Trial | ReadError]:
        """The trials of a file of this format; in the place of one that is broken, its error."""


FORMATS: tuple[Format, ...] = (
    ctis,
    euctr,
    clinicaltrials_json,
    clinicaltrials_xml,
    ictrp,
    isrctn,
    aact,
    table,
    veeva_page,
    registry_page,
    plain_text,
)
"""In the order in which they are tried; plain text, the least particular, is last."""

_OF_THE_WHOLE = {"unknown-format", "unknown-column", "unknown-columns"}
"""Codes of errors that concern all of an input, not one record of it."""


def read(
    path: str | os.PathLike[str] | IO[Any], *, format: str | None = None, mapping: Mapping[str, str] | None = None
) -> Iterator[Trial]:
    r"""Read the trials of a file, whatever registry format it is in.

    The file is opened, recognised and read while the result is iterated over, so that is also when errors come. What
    is compressed (gzip, Zstandard, zip) is unpacked on the way, and one study at a time is held.

    Args:
        path: the path of a file or a folder, or an open file (binary or text), which is left open.
        format: the name of a format, to skip the recognising: "aact", "clinicaltrials-json", "clinicaltrials-xml",
            "ctis", "euctr", "ictrp", "isrctn", "registry-page", "table", "text" or "veeva-page".
        mapping: of a table (CSV, Parquet), the column that holds each field. Fields are "id", "title", "criteria",
            "inclusion", "exclusion", "minimum_age", "maximum_age", "age", "sex", "healthy_volunteers".

    Yields:
        A `Trial` for each study, in the order of the file; of a folder, its files sorted by name.

    Raises:
        ReadError: the file is missing, not text, of no known format, or broken; says where and what was looked for.

    Examples:
        >>> import io
        >>> page = io.StringIO("Inclusion criteria:\n- Age 18 years or older\n")
        >>> [trial] = read(page)
        >>> trial.source_format, trial.criteria_text
        ('text', 'Inclusion criteria:\n- Age 18 years or older\n')
        >>> table = io.StringIO("study,who\nA-1,Adults\n")
        >>> [trial] = read(table, mapping={"id": "study", "criteria": "who"})
        >>> trial.trial_id, trial.criteria_text
        ('A-1', 'Adults')
    """
    for record in records(path, format=format, mapping=mapping):
        if isinstance(record, ReadError):
            raise record
        yield record


def records(
    path: str | os.PathLike[str] | IO[Any], *, format: str | None = None, mapping: Mapping[str, str] | None = None
) -> Iterator[Trial | ReadError]:
    r"""As `read`, but a record that is broken comes as its error, in its turn, and the next ones follow.

    Args:
        path: as for `read`.
        format: as for `read`.
        mapping: as for `read`.

    Yields:
        A `Trial`, or the `ReadError` that `read` would raise there.

    Raises:
        ReadError: nothing at all can be read: no such file, no known format, no such column.

    Examples:
        >>> import io
        >>> study = '{"protocolSection": {"identificationModule": {"nctId": "NCT99000200"}}}'
        >>> for record in records(io.StringIO(f"{study}\n{{\n{study}\n")):
        ...     print(record if isinstance(record, ReadError) else record.trial_id)
        NCT99000200
        <stream>:2:2: the JSON ends before a value is complete: is the file cut off?
        NCT99000200
    """
    reader = _reader(format, mapping)
    for source in sources(path):
        if isinstance(source, ReadError):
            yield source
        else:
            yield from _of_source(source, reader)


def check(format: str | None, mapping: Mapping[str, str] | None) -> None:
    """Sees to it that `read` takes a format and a mapping, before there is anything to read.

    Raises:
        ReadError: there is no such format, or no such field to map, or the two do not go together.
    """
    _reader(format, mapping)


Reader = Callable[[Source], Iterator[Trial | ReadError]]


def _reader(format: str | None, mapping: Mapping[str, str] | None) -> Reader:
    """How each source is to be read."""
    if mapping is None:
        return (lambda source: _recognised(source).read(source)) if format is None else _named(format).read
    if format not in {None, table.NAME}:
        raise ReadError("not-a-table", f"a mapping goes with tables, not with the format {format!r}: leave one out")
    table.check(mapping)
    return lambda source: table.read(source, mapping)


def _of_source(source: Source, reader: Reader) -> Iterator[Trial | ReadError]:
    """The records of one source. Of a lone one, an error before the first record concerns the whole input."""
    is_begun = source.is_member
    try:
        for record in reader(source):
            is_begun = True
            yield record
    except ReadError as error:
        if not is_begun and error.code in _OF_THE_WHOLE:
            raise
        yield error


def _recognised(source: Source) -> Format:
    foreign.check(source)
    for candidate in FORMATS:
        if candidate.recognise(source):
            return candidate
    source.check_head()
    looked_for = "; ".join(f"{candidate.NAME}: {candidate.LOOKS_FOR}" for candidate in FORMATS)
    raise ReadError("unknown-format", f"no known format; looked for {looked_for}", place=source.name)


def _named(name: str) -> Format:
    for candidate in FORMATS:
        if name == candidate.NAME:
            return candidate
    names = ", ".join(candidate.NAME for candidate in FORMATS)
    raise ReadError("unknown-format", f"there is no format {name!r}: it is one of {names}")
