"""A file or stream, read once from front to back, as text with places.

UTF-8 with or without a byte order mark, or UTF-16 with one. Whatever cannot be text is a `ReadError` with its place.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from eligibility.errors import ReadError

HEAD = 1 << 18
"""Bytes by which a format is recognised: a page of a registry comes to its criteria well before that."""

MAX_DOCUMENT = 1 << 29
"""Bytes that one document (a page, a text, a JSON value) may have: far above any, and still below what memory holds."""

_PIECE = 1 << 20
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Document:
    """Text of a file, and where in the file it is.

    Attributes:
        text: the text, without the byte order mark.
        name: the file, as errors name it.
        line: the number of the text's first line in the file.
    """

    text: str
    name: str
    line: int = 1

    def error(self, code: str, message: str, at: int = 0) -> ReadError:
        """The error to raise for what stands at an offset of the text."""
        return ReadError(code, message, place=f"{self.name}:{_place(self.text, at, self.line)}")


class Source:
    """What a format reads from: `head` to recognise it by, then either `document()` or `lines()`.

    Args:
        stream: an open file, binary or text; stays open.
        name: what errors call it.
        path: its path, None for a stream without one.
    """

    def __init__(self, stream: IO[Any], name: str, path: Path | None = None) -> None:
        self.name = name
        self.path = path
        self._bytes = io.BufferedReader(_Chunks(stream, name), HEAD)
        self._offset = 0
        self._line = 1
        self._skip_mark()
        beginning = self._bytes.peek(HEAD)
        is_all = len(beginning) < HEAD - len(_UTF8_MARK)
        self.head = self._decode(beginning, whole=is_all)
        if is_all and not self.head.strip():
            raise ReadError("empty-file", "the file is empty: there is nothing to read", place=name)

    @property
    def suffix(self) -> str:
        """The ending of the file's name, lower case with its dot; empty where there is none."""
        return self.path.suffix.lower() if self.path else ""

    @property
    def shown_path(self) -> str | None:
        """The path as `Trial.source` holds it."""
        return self.name if self.path else None

    def document(self) -> Document:
        """All that has not been read yet, as one document."""
        line, data = self._line, self._rest()
        return Document(self._decode(data), self.name, line)

    def lines(self) -> Iterator[Document]:
        """The lines that have not been read yet, one at a time, with their line breaks; blank ones are left out."""
        while data := self._bytes.readline(MAX_DOCUMENT + 1):
            self._limit(len(data))
            line = Document(self._decode(data), self.name, self._line)
            self._offset += len(data)
            self._line += 1
            if not line.text.isspace():
                yield line

    def rest_of(self, line: Document) -> Document:
        """A line that has just been read, with all that follows it, as one document."""
        return Document(line.text + self.document().text, self.name, line.line)

    def _skip_mark(self) -> None:
        beginning = self._bytes.peek(HEAD)
        if beginning.startswith(_UTF8_MARK):
            self._offset = len(self._bytes.read(len(_UTF8_MARK)))
        elif beginning.startswith(_UTF16_MARKS):
            text = self._decode(self._rest(), encoding="UTF-16").encode()
            self._bytes = io.BufferedReader(_Chunks(io.BytesIO(text), self.name), HEAD)

    def _rest(self) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := self._bytes.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            self._limit(size)
        return b"".join(pieces)

    def _limit(self, size: int) -> None:
        if size > MAX_DOCUMENT:
            advice = f"one document of more than {MAX_DOCUMENT} bytes: split it, or write one study a line (JSON Lines)"
            raise ReadError("too-large", advice, place=f"{self.name}:{self._line}:1")

    def _decode(self, data: bytes, *, encoding: str = "UTF-8", whole: bool = True) -> str:
        """The text of bytes that begin where `_offset` and `_line` stand; may end inside a character if not `whole`."""
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as bad:
            text = data[: bad.start].decode(encoding)
            if whole or len(data) - bad.start > 3:
                offset = self._offset + bad.start
                message = f"byte 0x{data[bad.start]:02x} at offset {offset} is not {encoding}: is this a text file?"
                raise ReadError(
                    "bad-encoding", message, place=f"{self.name}:{_place(text, len(text), self._line)}"
                ) from None
        if (nul := text.find("\0")) >= 0:
            message = "a NUL character: the file is binary, or UTF-16 without a byte order mark; give it as UTF-8"
            raise Document(text, self.name, self._line).error("binary-file", message, nul)
        return text


class _Chunks(io.RawIOBase):
    """A stream of bytes or text as raw bytes that come in full buffers, its failures as `ReadError`."""

    def __init__(self, stream: IO[Any], name: str) -> None:
        self._stream = stream
        self._name = name
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever the buffered reader hands over
        filled = 0
        while filled < len(buffer) and (chunk := self._left or self._next(len(buffer) - filled)):
            taken = chunk[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            self._left = chunk[len(taken) :]
            filled += len(taken)
        return filled

    def _next(self, size: int) -> bytes:
        try:
            chunk: str | bytes | None = self._stream.read(size)
        except (OSError, ValueError) as failure:
            raise _unreadable(failure, self._name) from failure
        return chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk or b""


@contextmanager
def opened(path: str | os.PathLike[str] | IO[Any]) -> Iterator[Source]:
    """A source over a path, closed afterwards, or over an open file, which is left open.

    Raises:
        ReadError: there is no such file, it is a directory, or it cannot be opened.
    """
    if not isinstance(path, str | os.PathLike):
        name = getattr(path, "name", None)
        yield Source(path, _shown(name) if isinstance(name, str) else "<stream>")
        return
    name = _shown(os.fspath(path))
    with _open(Path(path), name) as stream:
        yield Source(stream, name, Path(path))


def _open(path: Path, name: str) -> IO[bytes]:
    try:
        return path.open("rb", buffering=0)
    except (OSError, ValueError) as failure:
        raise _unreadable(failure, name) from failure


def _unreadable(failure: Exception, name: str) -> ReadError:
    if isinstance(failure, FileNotFoundError):
        return ReadError("missing-file", "there is no such file: check the path", place=name)
    if isinstance(failure, IsADirectoryError):
        return ReadError("directory", "this is a directory: give the files in it", place=name)
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return ReadError("unreadable", f"the file cannot be read: {_shown(reason)}", place=name)


def _place(text: str, at: int, first_line: int) -> str:
    """The offset of a text as "line:column", both counted from one, columns in code points."""
    return f"{first_line + text.count(chr(10), 0, at)}:{at - text.rfind(chr(10), 0, at)}"


def _shown(name: str) -> str:
    """A name on one line: what cannot be printed is written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in name)
