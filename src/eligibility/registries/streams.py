"""Bytes as they come from wherever: in full buffers, decompressed, and every failure of it a `ReadError`."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from zipfile import BadZipFile

from eligibility.errors import ReadError
from eligibility.registries.source import HEAD

MAX_RATIO = 500
"""How many times its compressed size something may have: text has 5 to 50 times, what is made to do harm 1,000."""

_ALWAYS_FINE = 1 << 26
_PIECE = 1 << 16
_GZIP = zlib.MAX_WBITS | 16
_FAILURES = (OSError, ValueError, OverflowError, EOFError, zlib.error, BadZipFile)


def shown(name: str) -> str:
    """A name on one line: what cannot be printed is written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in name)


def buffered(stream: IO[Any], name: str) -> io.BufferedReader:
    """A stream of bytes or text as bytes that can be looked at before they are read. The stream is left open."""
    return io.BufferedReader(_Chunks(stream, name), HEAD)


def gunzipped(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    """What was compressed by gzip, in one or several pieces."""
    counted = _Counted(stream)
    return unpacked(_inflated(counted), counted.count, name)


def unzstd(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    """What was compressed by Zstandard, in one or several frames."""
    import pyarrow  # noqa: PLC0415 - slow to import, and few files need it

    counted = _Counted(stream)
    source = pyarrow.CompressedInputStream(pyarrow.PythonFile(counted, mode="r"), "zstd")
    return unpacked(iter(lambda: source.read(_PIECE), b""), counted.count, name)


def unpacked(pieces: Iterator[bytes], taken: Callable[[], int], name: str) -> io.BufferedReader:
    """What was compressed in some other way, from its pieces and how many bytes they were made of so far."""
    return io.BufferedReader(_Unpacked(pieces, taken, name), HEAD)


@contextmanager
def seekable(stream: io.BufferedReader) -> Iterator[IO[bytes]]:
    """A copy on disk of all that is left of a stream, for what must be read in another order."""
    with tempfile.TemporaryFile() as copy:
        while piece := stream.read1(1 << 20):
            copy.write(piece)
        copy.seek(0)
        yield copy


class _Chunks(io.RawIOBase):
    """A stream of bytes or text as raw bytes that come in full buffers; a failure comes after all before it."""

    def __init__(self, stream: IO[Any], name: str) -> None:
        self._take = getattr(stream, "read1", stream.read)
        self._name = name
        self._left = b""
        self._failure: ReadError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever the buffered reader hands over
        filled = 0
        while filled < len(buffer) and (chunk := self._left or self._next(len(buffer) - filled)):
            taken = chunk[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            self._left = chunk[len(taken) :]
            filled += len(taken)
        if self._failure and not filled:
            raise self._failure
        return filled

    def _next(self, size: int) -> bytes:
        try:
            chunk: str | bytes | None = b"" if self._failure else self._read(size)
        except ReadError as failure:
            self._failure = failure
            return b""
        return chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk or b""

    def _read(self, size: int) -> str | bytes | None:
        try:
            chunk: str | bytes | None = self._take(size)
        except (OSError, ValueError) as failure:
            raise unreadable(failure, self._name) from failure
        return chunk


class _Unpacked(_Chunks):
    """Decompressed pieces, as long as they are not far more than what they come from."""

    def __init__(self, pieces: Iterator[bytes], taken: Callable[[], int], name: str) -> None:
        super().__init__(io.BytesIO(), name)
        self._pieces = pieces
        self._taken = taken
        self._given = 0

    def _read(self, size: int) -> bytes:
        try:
            piece = next(filter(None, self._pieces), b"")
        except _FAILURES as failure:
            reason = shown(str(failure)).removesuffix(".") or type(failure).__name__
            message = f"what is compressed is broken, or cut off: {reason}"
            raise ReadError("broken-archive", message, place=self._name) from failure
        self._given += len(piece)
        if self._given > max(_ALWAYS_FINE, MAX_RATIO * self._taken()):
            message = f"it unpacks to more than {MAX_RATIO} times its size: unpack it yourself if you trust it"
            raise ReadError("archive-bomb", message, place=self._name)
        return piece


class _Counted(io.RawIOBase):
    """A stream that counts what has been read of it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read1(size)
        self._count += len(piece)
        return piece

    def count(self) -> int:
        """Bytes read so far."""
        return self._count


def _inflated(stream: _Counted) -> Iterator[bytes]:
    inflate = zlib.decompressobj(_GZIP)
    while piece := stream.read(_PIECE):
        while piece:
            if inflate.eof:
                inflate = zlib.decompressobj(_GZIP)
            yield inflate.decompress(piece, _PIECE)
            piece = inflate.unused_data.lstrip(b"\0") if inflate.eof else inflate.unconsumed_tail
    while not inflate.eof:
        if not (rest := inflate.decompress(b"", _PIECE)):
            raise EOFError("it ends before it is complete")
        yield rest


def unreadable(failure: Exception, name: str) -> ReadError:
    """The error for a file that cannot be opened or read on."""
    if isinstance(failure, FileNotFoundError):
        return ReadError("missing-file", "there is no such file: check the path", place=name)
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return ReadError("unreadable", f"the file cannot be read: {shown(reason)}", place=name)
