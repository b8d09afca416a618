"""By which of its names a record's fields are found, and the trials that come of rows of named texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from textwrap import shorten
from typing import NamedTuple

import yaml

from eligibility.errors import ReadError
from eligibility.registries import record
from eligibility.registries.source import Document, Place, Source
from eligibility.registries.streams import shown
from eligibility.tree import Trial

_LONGEST_LIST = 2_000
_BETWEEN = re.compile(r"[\W_]+")

Texts = Mapping[str, str]
Change = Callable[[dict[str, str], Texts], None]


class Row(NamedTuple):
    """A record as texts by name.

    Attributes:
        texts: each text, by its name as `plain_name` gives it.
        name: the file, as errors name it.
        place: where the record begins.
    """

    texts: Texts
    name: str
    place: Place

    def error(self, code: str, message: str) -> ReadError:
        """The error to give in the record's place."""
        return Document("", self.name, self.place).error(code, message)


Rows = Iterable[Row | ReadError]


class Columns(NamedTuple):
    """The names under which a kind of record keeps its fields.

    Attributes:
        known_by: the names that every record of the kind has.
        fields: the names for each of `record.FIELDS`, the best first.
    """

    known_by: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]

    def are_of(self, names: Iterable[str]) -> bool:
        """Whether a table with columns of these names holds records of the kind."""
        return self.known_by <= set(map(plain_name, names))

    @property
    def lists(self) -> set[str]:
        """The names of all that may hold criteria."""
        return {name for field in record.LISTS for name in self.fields.get(field, ())}

    def pick(self, texts: Texts) -> dict[str, str]:
        """The text of each field that a record has."""
        found = {}
        for field, names in self.fields.items():
            there = [text for name in names if (text := texts.get(name)) is not None]
            if there:
                found[field] = next(filter(str.strip, there), "")
        return found


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name as names are compared: in lower case, letters and digits alone."""
    return _BETWEEN.sub("", name).casefold()


def listed(names: Iterable[str]) -> str:
    """Names of columns as a message can hold them."""
    return shorten(shown(", ".join(names)), _LONGEST_LIST, placeholder=" ...")


def mapped(mapping: Mapping[str, str], names: list[str], table: Document) -> Columns:
    """The columns that a user named, of a table that has some.

    Raises:
        ReadError: there is no such column, or there are two.
    """
    there = list(map(plain_name, names))
    for field, name in mapping.items():
        if plain_name(name) not in there:
            message = f"there is no column {name!r} to take {field} from; the columns are: {listed(names)}"
            raise table.error("unknown-column", message)
        if there.count(plain_name(name)) > 1:
            message = f"several columns are called {name!r}: give the one to take {field} from a name of its own"
            raise table.error("unknown-column", message)
    return Columns(frozenset(), {field: (plain_name(name),) for field, name in mapping.items()})


def columns(kind: str) -> Columns:
    """The names in use in one registry; `kind` is a key of columns.yaml."""
    return _known()[kind]


def kinds() -> Iterable[Columns]:
    """The names in use in all registries."""
    return _known().values()


@cache
def _known() -> dict[str, Columns]:
    data = yaml.safe_load(files("eligibility.registries").joinpath("columns.yaml").read_text("utf-8"))
    return {kind: _columns(one["known_by"], one["fields"]) for kind, one in data.items()}


def _columns(known_by: list[str], fields: dict[str, list[str]]) -> Columns:
    names = {field: tuple(map(plain_name, written)) for field, written in fields.items()}
    return Columns(frozenset(map(plain_name, known_by)), names)


def rows_of(documents: Iterable[Document | ReadError], texts: Callable[[Document], Texts]) -> Rows:
    """A row for each record's text; in the place of one that cannot be read, its error.

    Args:
        documents: the records.
        texts: what a record holds; may raise a ReadError.
    """
    for document in documents:
        if isinstance(document, ReadError):
            yield document
            continue
        try:
            yield Row(texts(document), document.name, document.place)
        except ReadError as error:
            yield error


def trials(
    rows: Rows,
    kept: Columns,
    source: Source,
    *,
    name: str,
    changed: Change | None = None,
) -> Iterator[Trial | ReadError]:
    """The trial of each row; in the place of one that is none, its error.

    Args:
        rows: the records.
        kept: the names of their fields.
        source: where they come from.
        name: the format, as `Trial.source_format` holds it.
        changed: changes what was picked from the texts of a record, where names alone do not tell.
    """
    for row in rows:
        if isinstance(row, ReadError):
            yield row
            continue
        values = kept.pick(row.texts)
        if changed:
            changed(values, row.texts)
        if not any(values.get(field, "").strip() for field in ("id", *record.LISTS)):
            yield row.error("not-a-study", "a record without an id and without criteria is no study")
            continue
        try:
            yield record.trial(values, source_format=name, source=source.shown_path)
        except record.UnknownWords as unknown:
            yield row.error("field-value", str(unknown))
