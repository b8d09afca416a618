"""From a path or a stream to the sources in it: a file, the members of an archive, the files of a folder.

What is compressed is unpacked as it is read, and known by its first bytes, whatever its name.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple
from zipfile import BadZipFile

from eligibility.arguments import expect
from eligibility.errors import ReadError
from eligibility.registries import foreign
from eligibility.registries.source import Source
from eligibility.registries.streams import buffered, gunzipped, seekable, shown, unpacked, unreadable, unzstd
from eligibility.registries.zip_archive import Archive, Member

MAX_NESTING = 4
"""How many archives may be inside each other."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NOTES = {"contents.txt", "readme", "readme.txt", "readme.md", "license", "license.txt"}
_TABLES = "eligibilities.txt"
_BESIDE_TABLES = {".txt", ".png", ".xlsx", ".html"}

Sources = Iterator[Source | ReadError]
Beside = Callable[[str], IO[bytes] | None]


class _Origin(NamedTuple):
    """What is known of a stream beside its bytes: the arguments of `Source`."""

    name: str
    has_path: bool = True
    is_member: bool = False
    beside: Beside = lambda _: None
    nesting: int = 0
    file: IO[bytes] | None = None

    def source(self, stream: io.BufferedReader) -> Source:
        return Source(stream, self.name, has_path=self.has_path, is_member=self.is_member, beside=self.beside)


def sources(path: str | os.PathLike[str] | IO[Any]) -> Sources:
    """The sources of a path or an open file, each open until the next is asked for; an open file is left open.

    Files of a folder come sorted by name, members of an archive in its order. What is hidden is passed over, and so
    are notes such as a read-me file, and the tables of AACT beside the one of eligibilities.

    Yields:
        A source, or the error of a member that cannot be opened.

    Raises:
        ReadError: there is no such file, it cannot be opened, or it is empty.
    """
    if not isinstance(path, str | os.PathLike):
        if not hasattr(path, "read"):
            expect(path, (str, os.PathLike), "reading", "a path or an open file")
        name = getattr(path, "name", None)
        name = shown(name) if isinstance(name, str) else "<stream>"
        yield from _unpacked(buffered(path, name), _Origin(name, has_path=False))
        return
    name = shown(os.fspath(path))
    if _is_folder(path):
        yield from _of_folder(Path(path), name)
        return
    with _open(Path(path), name) as stream:
        yield from _unpacked(buffered(stream, name), _Origin(name, file=stream))


def _is_folder(path: str | os.PathLike[str]) -> bool:
    try:
        return Path(path).is_dir()
    except ValueError:
        return False


def _open(path: Path, name: str) -> IO[bytes]:
    try:
        return path.open("rb", buffering=0)
    except (OSError, ValueError) as failure:
        raise unreadable(failure, name) from failure


def _of_folder(folder: Path, name: str) -> Sources:
    there = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    tables = _folders_of_tables(there)
    files = [file for file in there if _is_wanted(PurePosixPath(file), tables)]
    if not files:
        raise ReadError("empty-folder", "there is no file in this folder to read", place=name)
    for file in files:
        origin = _Origin(f"{name.rstrip('/')}/{shown(file)}", is_member=True, beside=partial(_near, folder / file))
        try:
            stream = _open(folder / file, origin.name)
        except ReadError as error:
            yield error
            continue
        with stream:
            yield from _members(buffered(stream, origin.name), origin._replace(file=stream))


def _near(file: Path, name: str) -> IO[bytes] | None:
    other = file.with_name(name)
    return _open(other, shown(str(other))) if other.is_file() else None


def _unpacked(stream: io.BufferedReader, origin: _Origin) -> Sources:
    beginning = stream.peek(len(_ZSTD))
    if origin.nesting > MAX_NESTING:
        message = f"more than {MAX_NESTING} archives inside each other: unpack it yourself if you trust it"
        raise ReadError("archive-bomb", message, place=origin.name)
    inner = origin._replace(nesting=origin.nesting + 1, file=None)
    if beginning.startswith(_GZIP):
        yield from _unpacked(gunzipped(stream, origin.name), inner)
    elif beginning.startswith(_ZSTD):
        yield from _unpacked(unzstd(stream, origin.name), inner)
    elif beginning.startswith(_ZIP):
        with nullcontext(_from_front(origin.file)) if origin.file else seekable(stream) as file:
            yield from _of_zip(file, inner)
    else:
        yield origin.source(stream)


def _from_front(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _members(stream: io.BufferedReader, origin: _Origin) -> Sources:
    """As `_unpacked`, with the error of what cannot be opened in its turn."""
    try:
        yield from _unpacked(stream, origin)
    except ReadError as error:
        yield error


def _of_zip(file: IO[bytes], origin: _Origin) -> Sources:
    try:
        archive = Archive(file)
        tables = _folders_of_tables(member.name for member in archive.members())
    except (BadZipFile, OSError) as failure:
        message = f"the archive is broken, or cut off: {shown(str(failure))}"
        raise ReadError("broken-archive", message, place=origin.name) from failure
    foreign.check_members((member.name for member in archive.members()), origin.name)
    is_empty = True
    for member in archive.members():
        if _is_wanted(PurePosixPath(member.name), tables):
            is_empty = False
            name = f"{origin.name}/{shown(member.name)}"
            beside = partial(_near_in, archive, member.name, origin.name)
            yield from _of_member(archive, member, origin._replace(name=name, is_member=True, beside=beside))
    if is_empty:
        raise ReadError("empty-archive", "there is no file in this archive to read", place=origin.name)


def _of_member(archive: Archive, member: Member, origin: _Origin) -> Sources:
    try:
        stream = _opened(archive, member, origin.name)
    except ReadError as error:
        yield error
        return
    yield from _members(stream, origin)


def _opened(archive: Archive, member: Member, name: str) -> io.BufferedReader:
    if member.is_encrypted:
        raise ReadError("encrypted", "it is encrypted: unpack it with its password first", place=name)
    return unpacked(archive.pieces(member), lambda: member.packed, name)


def _near_in(archive: Archive, member: str, archive_name: str, name: str) -> IO[bytes] | None:
    wanted = PurePosixPath(member).with_name(name).as_posix()
    other = next((one for one in archive.members() if one.name == wanted), None)
    return _opened(archive, other, f"{archive_name}/{shown(wanted)}") if other else None


def _folders_of_tables(names: Iterable[str]) -> set[PurePosixPath]:
    """The folders that hold AACT."""
    ends = (name for name in names if name.endswith(_TABLES))
    return {path.parent for path in map(PurePosixPath, ends) if path.name == _TABLES}


def _is_wanted(path: PurePosixPath, tables: set[PurePosixPath]) -> bool:
    """Whether a file is to be read, or is hidden, a note, or what stands beside the table of AACT that is read."""
    if any(part.startswith((".", "_")) for part in path.parts if part not in {".", ".."}):
        return False
    if path.parent in tables and path.suffix in _BESIDE_TABLES:
        return path.name == _TABLES
    return path.name.casefold() not in _NOTES
