"""A file or stream, read once from front to back, as text with places.

UTF-8 with or without a byte order mark, or UTF-16 with one. Whatever cannot be text is a `ReadError` with its place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, NamedTuple

from eligibility.errors import ReadError

HEAD = 1 << 18
"""Bytes by which a format is recognised: a page of a registry comes to its criteria well before that."""

MAX_DOCUMENT = 1 << 29
"""Bytes that one document (a page, a text, a JSON value) may have: far above any, and still below what memory holds."""

_PIECE = 1 << 20
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_COMPRESSED = {".gz", ".zst"}
_INSIDE_CHARACTERS = bytes(range(0x80, 0xC0))
_BREAK = re.compile(r"\n")


class Place(NamedTuple):
    """Where something begins in a file.

    Attributes:
        offset: bytes before it.
        line: the number of its line, from 1.
        column: its column, in characters, from 1.
    """

    offset: int = 0
    line: int = 1
    column: int = 1

    def after(self, data: bytes) -> Place:
        """The place after some more bytes."""
        breaks = data.count(b"\n")
        tail = data[data.rfind(b"\n") + 1 :] if breaks else data
        characters = len(tail.translate(None, _INSIDE_CHARACTERS))
        column = (1 if breaks else self.column) + characters
        return Place(self.offset + len(data), self.line + breaks, column)


@dataclass(frozen=True)
class Document:
    """Text of a file, and where in the file it is.

    Attributes:
        text: the text, without the byte order mark.
        name: the file, as errors name it.
        place: where in the file the text begins.
    """

    text: str
    name: str
    place: Place = field(default=Place())

    def error(self, code: str, message: str, at: int = 0) -> ReadError:
        """The error to raise for what stands at an offset of the text."""
        return ReadError(code, message, place=f"{self.name}:{self._at(at)}")

    def error_in_line(self, code: str, message: str, line: int, column: int) -> ReadError:
        """The error to raise for what stands in a line and a column of the text, both counted from one."""
        begins = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        begin = begins[min(max(line, 1), len(begins)) - 1]
        return self.error(code, message, min(begin + max(column, 1) - 1, len(self.text)))

    def _at(self, at: int) -> str:
        """The offset of the text as "line:column" of the file, both counted from one, columns in code points."""
        breaks = self.text.count("\n", 0, at)
        column = at - self.text.rfind("\n", 0, at) if breaks else at + self.place.column
        return f"{self.place.line + breaks}:{column}"


class Source:
    """What a format reads from: `head` to recognise it by, then `document()`, or `stream` and `decode` piece by piece.

    Args:
        stream: the bytes, to be read from the front.
        name: what errors call it.
        has_path: whether the name leads to it: it is a file, or in an archive that is one.
        is_member: whether it is one of several, in an archive or a folder.
        beside: opens a file of the same folder by its name; None where there is none.

    Attributes:
        beginning: its first bytes, `HEAD` of them if there are.
        head: the same as text; what is no text in it is U+FFFD.
        stream: the bytes that are left; `read1` gives all before a failure, which `read` would lose.
        begins: the place of the first byte of `stream` that is not a byte order mark.
    """

    def __init__(
        self,
        stream: io.BufferedReader,
        name: str,
        *,
        has_path: bool = True,
        is_member: bool = False,
        beside: Callable[[str], IO[bytes] | None] = lambda _: None,
    ) -> None:
        self.name = name
        self.is_member = is_member
        self.beside = beside
        self._has_path = has_path
        self.stream = stream
        self.begins = Place()
        self._skip_mark()
        self.beginning = self.stream.peek(HEAD)
        self.head = self.beginning.decode("utf-8", "replace")
        if len(self.beginning) < HEAD - len(_UTF8_MARK) and not self.head.strip():
            raise ReadError("empty-file", "the file is empty: there is nothing to read", place=name)

    @property
    def suffix(self) -> str:
        """The ending of the name without that of a compression, lower case with its dot; empty where there is none."""
        path = PurePath(self.name)
        return (path.with_suffix("") if path.suffix.lower() in _COMPRESSED else path).suffix.lower()

    @property
    def shown_path(self) -> str | None:
        """The path as `Trial.source` holds it."""
        return self.name if self._has_path else None

    def document(self) -> Document:
        """All that has not been read yet, as one document.

        Raises:
            ReadError: it is not text, or too much of it.
        """
        pieces: list[bytes] = []
        size = 0
        while piece := self.stream.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            self.limit(size, self.begins)
        return self.decode(b"".join(pieces), self.begins)

    def limit(self, size: int, place: Place) -> None:
        """Raises a `ReadError` where one document is too large."""
        if size > MAX_DOCUMENT:
            advice = f"one document of more than {MAX_DOCUMENT} bytes: split it, or write one study a line (JSON Lines)"
            raise ReadError("too-large", advice, place=f"{self.name}:{place.line}:{place.column}")

    def decode(self, data: bytes, place: Place, encoding: str = "UTF-8") -> Document:
        """Bytes that begin at a place, as text.

        Raises:
            ReadError: they are not of the encoding, or have a NUL character.
        """
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as bad:
            before = Document(data[: bad.start].decode(encoding), self.name, place)
            what = f"byte 0x{data[bad.start]:02x} at offset {place.offset + bad.start} is not {encoding}"
            raise before.error("bad-encoding", f"{what}: is this a text file?", len(before.text)) from None
        document = Document(text, self.name, place)
        if (nul := text.find("\0")) >= 0:
            message = "a NUL character: the file is binary, or UTF-16 without a byte order mark; give it as UTF-8"
            raise document.error("binary-file", message, nul)
        return document

    def check_head(self) -> None:
        """Raises the `ReadError` of the first of the beginning's bytes that is no text."""
        whole = len(self.beginning) < HEAD - len(_UTF8_MARK)
        self.decode(self.beginning if whole else self.beginning[: self.beginning.rfind(b" ") + 1], self.begins)

    def _skip_mark(self) -> None:
        beginning = self.stream.peek(HEAD)
        if beginning.startswith(_UTF8_MARK):
            self.begins = Place(len(self.stream.read(len(_UTF8_MARK))))
        elif beginning.startswith(_UTF16_MARKS):
            text = self._utf16()
            self.stream = io.BufferedReader(io.BytesIO(text), HEAD)

    def _utf16(self) -> bytes:
        data = self.stream.read(MAX_DOCUMENT + 1)
        self.limit(len(data), self.begins)
        return self.decode(data, self.begins, "UTF-16").text.encode()
