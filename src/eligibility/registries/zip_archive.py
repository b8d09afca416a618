"""Zip archives of any number of members, read in the order of their directory without holding it.

`zipfile` keeps some 900 bytes for each member: half a gigabyte for all studies of ClinicalTrials.gov. The layout is
that of PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3; what it calls central directory is called directory here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct, error
from typing import IO, NamedTuple
from zipfile import BadZipFile

_DIRECTORY_ENTRY = Struct("<4s6H3I5H2I")
_LOCAL_HEADER = Struct("<4s5H3I2H")
_END = Struct("<4s4H2IH")
_LONG_END = Struct("<4sQ2H2I4Q")
_LONG_END_LOCATOR = 20
_EXTRA = Struct("<2H")
_LONGEST_COMMENT = (1 << 16) - 1
_UNKNOWN = (1 << 32) - 1
_LONG_SIZES = 1
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 1 << 0, 1 << 11
_PIECE = 1 << 16


class Member(NamedTuple):
    """What the directory says of a member.

    Attributes:
        name: with the folders that it is in.
        is_encrypted: whether a password is needed.
        method: how it is compressed.
        checksum: CRC-32 of what is in it.
        packed: its size in the archive, in bytes.
        begin: where its header begins.
    """

    name: str
    is_encrypted: bool
    method: int
    checksum: int
    packed: int
    begin: int


class Archive:
    """An archive; several of its members may be read in turns.

    Args:
        file: the archive; it must be seekable.

    Raises:
        BadZipFile: it is no archive, or its end is missing.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        tail_at = max(0, self._size - _END.size - _LONGEST_COMMENT)
        tail = self._read(tail_at, self._size - tail_at)
        end = tail.rfind(b"PK\x05\x06")
        if end < 0 or len(tail) - end < _END.size:
            raise BadZipFile("its end is missing")
        *_, size, begin, _ = _END.unpack_from(tail, end)
        after = tail_at + end
        long_end = self._long_end(after)
        if long_end is not None:
            after, (*_, size, begin) = long_end, _LONG_END.unpack(self._read(long_end, _LONG_END.size))
        self._directory = after - size
        self._before = self._directory - begin
        self._after = after
        if self._directory < 0 or self._before < 0:
            raise BadZipFile("its directory is not where its end says")

    def members(self) -> Iterator[Member]:
        """The members, in the order of the directory, without folders.

        Raises:
            BadZipFile: the directory is broken from here on.
        """
        at, held = self._directory, b""
        while at < self._after or held:
            if len(held) < _PIECE and at < self._after:
                piece = self._read(at, min(4 * _PIECE, self._after - at))
                held, at = held + piece, at + len(piece)
            begin = 0
            while member_and_end := _member(held, begin):
                member, begin = member_and_end
                if not member.name.endswith("/"):
                    yield member._replace(begin=member.begin + self._before)
            if not begin:
                raise BadZipFile("its directory is broken")
            held = held[begin:]

    def pieces(self, member: Member) -> Iterator[bytes]:
        """What is in a member, piece by piece.

        Raises:
            BadZipFile: it is not what its header and its checksum say, or of an unknown compression.
            zlib.error: what is compressed is broken.
            EOFError: the archive ends before it does.
        """
        header = self._read(member.begin, _LOCAL_HEADER.size)
        if not header.startswith(b"PK\x03\x04") or len(header) < _LOCAL_HEADER.size:
            raise BadZipFile("it is not where the directory says")
        if member.method not in {_STORED, _DEFLATED}:
            raise BadZipFile(f"it is compressed by method {member.method}, and only 0 and 8 are known")
        *_, name, extra = _LOCAL_HEADER.unpack(header)
        packed = self._packed(member.begin + len(header) + name + extra, member.packed)
        checksum = 0
        for piece in _inflated(packed) if member.method == _DEFLATED else packed:
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != member.checksum:
            raise BadZipFile("its checksum is wrong")

    def _long_end(self, end: int) -> int | None:
        """Where the end of an archive of more than four gigabytes or 65,535 members begins; None for others."""
        long_end = end - _LONG_END_LOCATOR - _LONG_END.size
        if long_end < 0 or not self._read(end - _LONG_END_LOCATOR, _LONG_END_LOCATOR).startswith(b"PK\x06\x07"):
            return None
        if not self._read(long_end, _LONG_END.size).startswith(b"PK\x06\x06"):
            raise BadZipFile("its end is broken")
        return long_end

    def _packed(self, at: int, left: int) -> Iterator[bytes]:
        while left > 0:
            piece = self._read(at, min(_PIECE, left))
            if not piece:
                raise EOFError("it ends before it is complete")
            at, left = at + len(piece), left - len(piece)
            yield piece

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)


def _member(data: bytes, at: int) -> tuple[Member, int] | None:
    """The member whose entry begins at an offset, and where the entry ends; None where it is not whole."""
    if len(data) - at < _DIRECTORY_ENTRY.size:
        return None
    fields = _DIRECTORY_ENTRY.unpack_from(data, at)
    mark, flags, method, checksum, packed, unpacked = fields[0], fields[3], fields[4], *fields[7:10]
    name_size, extra_size, comment_size = fields[10:13]
    begin = fields[16]
    name_at = at + _DIRECTORY_ENTRY.size
    extra_at = name_at + name_size
    end = extra_at + extra_size + comment_size
    if mark != b"PK\x01\x02" or end > len(data):
        return None
    name = data[name_at:extra_at].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    if _UNKNOWN in (packed, unpacked, begin):
        packed, begin = _long_sizes(data[extra_at : extra_at + extra_size], packed, unpacked, begin)
    return Member(name, bool(flags & _ENCRYPTED), method, checksum, packed, begin), end


def _long_sizes(extra: bytes, packed: int, unpacked: int, begin: int) -> tuple[int, int]:
    """The packed size and the beginning of a member, where an extra field has them because they are too large."""
    at = 0
    try:
        while at < len(extra):
            kind, size = _EXTRA.unpack_from(extra, at)
            if kind == _LONG_SIZES:
                values = (unpacked, packed, begin)
                given = iter(Struct(f"<{values.count(_UNKNOWN)}Q").unpack_from(extra, at + _EXTRA.size))
                _, packed, begin = (next(given) if value == _UNKNOWN else value for value in values)
                return packed, begin
            at += _EXTRA.size + size
    except error:
        raise BadZipFile("the sizes of a large member are broken") from None
    return packed, begin


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        rest = piece
        while rest and not inflate.eof:
            yield inflate.decompress(rest, _PIECE)
            rest = inflate.unconsumed_tail
    while not inflate.eof:
        if not (piece := inflate.decompress(b"", _PIECE)):
            raise EOFError("it ends before it is complete")
        yield piece
