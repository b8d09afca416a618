"""The part of a source that is being looked at: grows at its end, is taken from its front, knows its place."""

from __future__ import annotations

import re

from eligibility.errors import ReadError
from eligibility.registries.source import Document, Place, Source

_PIECE = 1 << 20
_NO_SPACE = re.compile(rb"[^ \t\r\n]")


class Buffer:
    """Bytes read but not taken yet: those of `data` from `at` on.

    Args:
        source: what to read on from.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._place = source.begins
        self._placed = 0
        self.data = b""
        self.at = 0
        self.ended = False

    def grow(self) -> bool:
        """Reads on, at least as much again as there is; False where the source has ended."""
        piece = self._source.stream.read1(max(_PIECE, len(self.data) - self.at))
        self.ended = not piece
        if piece:
            self.data = self.data[self.at :] + piece
            self._placed = self.at = 0
        return not self.ended

    def grow_one_document(self) -> bool:
        """As `grow`, where all that is here must belong to one document.

        Raises:
            ReadError: that document would be too large.
        """
        self._source.limit(len(self.data) - self.at, self.place())
        return self.grow()

    def place(self) -> Place:
        """Where the first byte that has not been taken stands in the file."""
        if self._placed < self.at:
            self._place = self._place.after(self.data[self._placed : self.at])
            self._placed = self.at
        return self._place

    def next(self) -> int | None:
        """The next byte that is not space, with the space before it taken; None at the end."""
        while True:
            if found := _NO_SPACE.search(self.data, self.at):
                self.at = found.start()
                return self.data[self.at]
            self.at = len(self.data)
            if not self.grow():
                return None

    def take(self, size: int) -> tuple[bytes, Place]:
        """Takes the next bytes, with the place of the first of them."""
        place = self.place()
        begin = self.at
        self.at += size
        return self.data[begin : self.at], place

    def skip_to(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Goes to the next match, which is at most some bytes long; to the end, and False, where there is none.

        What is passed over is not kept.
        """
        while True:
            if found := pattern.search(self.data, self.at):
                self.at = found.start()
                return True
            self.at = max(self.at, len(self.data) - longest)
            if not self.grow():
                self.at = len(self.data)
                return False

    def find(self, pattern: re.Pattern[bytes], longest: int, begin: int = 0) -> re.Match[bytes] | None:
        """The next match, from some bytes after the first on, with all before it kept; None where there is none.

        Raises:
            ReadError: there is none in as much as one document may have.
        """
        while True:
            if found := pattern.search(self.data, self.at + begin):
                return found
            begin = max(begin, len(self.data) - self.at - longest)
            if not self.grow_one_document():
                return None

    def error(self, code: str, message: str) -> ReadError:
        """The error to raise for what begins here."""
        return Document("", self._source.name, self.place()).error(code, message)

    def decode(self, data: bytes, place: Place) -> Document:
        """What has been taken, as text."""
        return self._source.decode(data, place)
