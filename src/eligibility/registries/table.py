"""Any table: CSV and the like, or Parquet, whose columns the user names, or that are named as a registry names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligibility.arguments import expect
from eligibility.errors import ReadError
from eligibility.registries import delimited, parquet
from eligibility.registries.columns import Columns, kinds, mapped, plain_name, trials
from eligibility.registries.record import FIELDS, LISTS
from eligibility.registries.source import Document, Source
from eligibility.tree import Trial

NAME = "table"
LOOKS_FOR = "a .csv, .tsv or Parquet file, with a mapping that says which column holds what"

_SUFFIXES = {".csv", ".tsv", ".parquet", ".psv"}


def recognise(source: Source) -> bool:
    """Whether it is Parquet, its name says table, or its columns are named as fields, or one as a registry's ids."""
    names = {name.strip().casefold() for name in delimited.header(source)}
    is_named = "id" in names and bool(names & set(LISTS))
    return parquet.is_parquet(source) or source.suffix in _SUFFIXES or is_named or _has_ids(names)


def _has_ids(names: set[str]) -> bool:
    """Whether several columns are named, one of them as a registry names its ids: if nothing else, that is a table."""
    return len(names) > 1 and any(plain_name(name) in known.fields["id"] for known in kinds() for name in names)


def read(source: Source, mapping: Mapping[str, str] | None = None) -> Iterator[Trial | ReadError]:
    """The trials, a row each; in the place of one that is broken, its error.

    Args:
        source: the file.
        mapping: the column of each field; without it, the columns must be those of a registry, or named as fields.

    Raises:
        ReadError: there is no such column, or none is known to hold criteria.
    """
    if parquet.is_parquet(source):
        with parquet.opened(source) as table:
            chosen = _chosen(source, table.names, mapping)
            yield from trials(table.rows(chosen), chosen, source, name=NAME)
    else:
        chosen = _chosen(source, delimited.header(source), mapping)
        yield from trials(delimited.rows(source, chosen.lists), chosen, source, name=NAME)


def check(mapping: Mapping[str, str]) -> None:
    """Raises a `ReadError` where a mapping names a field that there is not, or nothing that is criteria."""
    expect(mapping, Mapping, "mapping", "the column of each field, such as {'criteria': 'text', 'id': 'nct'}")
    for field, column in mapping.items():
        if field not in FIELDS:
            raise ReadError("unknown-field", f"there is no field {field!r} to map: it is one of {', '.join(FIELDS)}")
        expect(column, str, f"the field {field!r}", "the name of a column")
    if not mapping.keys() & set(LISTS):
        raise ReadError("unknown-field", f"no column is mapped that holds criteria: map one of {', '.join(LISTS)}")


def _chosen(source: Source, names: list[str], mapping: Mapping[str, str] | None) -> Columns:
    document = Document("", source.name)
    if mapping is not None:
        return mapped(mapping, names, document)
    for known in kinds():
        if known.are_of(names):
            return known
    own = {field: name for name in names if (field := name.strip().casefold()) in FIELDS}
    if own.keys() & set(LISTS):
        return mapped(own, names, document)
    raise delimited.unknown_columns(document, names)
