"""Files that hold no records for a reader, but that people give to one: what each is, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.errors import ReadError
from eligibility.registries.source import Source

_MARKS = (
    (0, b"%PDF-", "a PDF: copy its criteria into a .txt file"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office: save it as CSV or as text"),
    (0, b"BZh", "packed by bzip2: unpack it first"),
    (0, b"\xfd7zXZ\0", "packed by xz: unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (257, b"ustar", "a tar archive: unpack it into a folder first, and give the folder"),
    (0, b"SQLite format 3\0", "a database of SQLite: export its table as CSV"),
    (8, b"DUCK", "a database of DuckDB: export its table as CSV or Parquet"),
    (0, b"PGDMP", "a dump of PostgreSQL: give the tables as text instead (of AACT, the pipe-delimited files)"),
)
_WEB = ("<!doctype html", "<html")
_OFFICE = {"[Content_Types].xml", "META-INF/manifest.xml"}


def check(source: Source) -> None:
    """Sees to it that a file is none of these.

    Raises:
        ReadError: it is; says what to do.
    """
    for at, mark, said in _MARKS:
        if source.beginning.startswith(mark, at):
            raise _error(said, source.name)
    if source.head.lstrip().lower().startswith(_WEB):
        raise _error("a web page: save it as text, or its record as JSON or XML", source.name)


def check_members(names: Iterable[str], archive: str) -> None:
    """Sees to it that an archive of files of these names is no document, as those of Office and OpenDocument are.

    Raises:
        ReadError: it is; says what to do.
    """
    if not _OFFICE.isdisjoint(names):
        raise _error("a document of Office, such as .xlsx or .docx: save it as CSV or as text", archive)


def _error(said: str, name: str) -> ReadError:
    return ReadError("unknown-format", f"this is {said}", place=name)
