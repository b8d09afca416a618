"""A stream of JSON, cut into the values that may be a study each, without holding more than one.

Values may follow one another, a line each or not. Of an array, and of a page of results (`{"studies": [...]}`),
each element is a value. A value that is broken is lost alone wherever the next one can be told from it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any

import msgspec

from eligibility.errors import ReadError
from eligibility.registries.buffer import Buffer
from eligibility.registries.json_place import lone_surrogate
from eligibility.registries.source import MAX_DOCUMENT, Document, Source

MAX_ELEMENT = 1 << 26
"""Bytes that an element of an array may have: one that lacks its end seems to hold all that follows."""

_SCALAR = rb'(?:"(?:[^"\\]|\\.)*+"|[-+.\w]++)'
_MEMBER = rb'"\w++"\s*+:\s*+' + _SCALAR + rb"\s*+,\s*+"
_PAGE = re.compile(rb"\{\s*+(?:" + _MEMBER + rb')*"studies"\s*+:\s*+\[')
_FIRST_KEY = re.compile(rb'\{\s*+"(\w++)"\s*+:')
_LINE = re.compile(rb"^[\[{]", re.MULTILINE)
_LINE_END = re.compile(rb"\n")
_BEFORE_LINE = re.compile(rb"\n(?=[\[{])")
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"|[][{}]')
_BYTE = re.compile(r" \(byte ([0-9]+)\)$")
_LONGEST_HEAD = 1 << 12
_LONGEST_TOKEN = 16
_CUT_OFF = "the JSON ends before a value is complete: is the file cut off?"
_OPEN, _CLOSE, _COMMA, _COLON, _END_BRACE = b"[],:}"

Values = Iterator[Document | ReadError]


def values(source: Source) -> Values:
    """The values, in order, as text with its place; in the place of one that is no text, or cut off, its error."""
    return _Reader(source).values()


def decoded(document: Document) -> Any:  # noqa: ANN401 - any JSON
    """The value of a text.

    Raises:
        ReadError: it is no JSON.
    """
    try:
        return msgspec.json.decode(document.text)
    except msgspec.DecodeError as bad:
        raise malformed(document, str(bad)) from None
    except RecursionError:
        raise too_deep(document) from None


def malformed(document: Document, reason: str) -> ReadError:
    """The error for a text that is no JSON, by the decoder's reason."""
    text = document.text
    byte = _BYTE.search(reason)
    at = len(text.encode()[: int(byte[1])].decode(errors="ignore")) if byte else len(text)
    lone = lone_surrogate(text)
    if lone is not None and lone <= at:
        return document.error("bad-json", r"an escape \uD800 to \uDFFF without its other half is no character", lone)
    if not byte:
        return document.error("truncated-json", _CUT_OFF, at)
    what = reason[: byte.start()].removeprefix("JSON is malformed: ")
    return document.error("bad-json", f"malformed JSON: {what}", at)


def too_deep(document: Document) -> ReadError:
    """The error for a text that no decoder takes."""
    return document.error("bad-json", "JSON that is nested too deep to be read")


class _Reader:
    def __init__(self, source: Source) -> None:
        self._buffer = Buffer(source)
        self._by_lines = False

    def values(self) -> Values:
        """What is here, one after another."""
        while (first := self._buffer.next()) is not None:
            page = None if first == _OPEN else self._page()
            is_list = first == _OPEN or page is not None
            if not is_list or (self._by_lines and not self._end()):
                yield self._value()
                continue
            self._buffer.take(page.end() - page.start() if page else 1)
            if (yield from self._elements()) and page:
                yield from self._rest_of_page()

    def _page(self) -> re.Match[bytes] | None:
        buffer = self._buffer
        while len(buffer.data) - buffer.at < _LONGEST_HEAD and buffer.grow():
            pass
        return _PAGE.match(buffer.data, buffer.at, buffer.at + _LONGEST_HEAD)

    def _value(self) -> Document | ReadError:
        """The value that begins here, outside any array; where it is broken, all up to where the next may begin."""
        buffer = self._buffer
        if end := self._end():
            value = buffer.data[buffer.at : buffer.at + end]
            body = value.rstrip()
            ends_line = b"\n" in value[len(body) :] or buffer.at + end == len(buffer.data)
            if not self._by_lines or (ends_line and not _BEFORE_LINE.search(body)):
                self._by_lines |= ends_line and b"\n" not in body and buffer.place().column == 1
                return self._taken(end)
        found = buffer.find(_LINE_END if self._by_lines else _BEFORE_LINE, 2, 1)
        return self._broken((found.start() if found else len(buffer.data)) - buffer.at)

    def _elements(self) -> Generator[Document | ReadError, None, bool]:
        """The elements of an array whose bracket has been taken, and the bracket that closes it; False if none does."""
        buffer = self._buffer
        key = b"protocolSection"
        while (first := buffer.next()) != _CLOSE:
            if first is None:
                yield buffer.error("truncated-json", _CUT_OFF)
                return False
            if found := _FIRST_KEY.match(buffer.data, buffer.at):
                key = found[1]
            if not (end := self._end(MAX_ELEMENT)):
                yield self._skipped(key)
                while buffer.next() == _COMMA:
                    buffer.take(1)
                if buffer.next() is None:
                    return False
                continue
            yield self._taken(end)
            if buffer.next() == _COMMA:
                buffer.take(1)
            elif buffer.next() not in {_CLOSE, None}:
                yield buffer.error("bad-json", "malformed JSON: expected ',' or ']'")
                if not buffer.skip_to(_begin(key), _LONGEST_HEAD):
                    return False
        buffer.take(1)
        return True

    def _skipped(self, key: bytes) -> ReadError:
        """The error of an element that is no whole value; what is left begins after it, or with the next one."""
        buffer = self._buffer
        following = buffer.find(_begin(key), _LONGEST_HEAD, 1)
        size = (following.start() if following else len(buffer.data)) - buffer.at
        data = buffer.data[buffer.at : buffer.at + size]
        closed = _closing(data)
        return self._broken(len(data.rstrip(b" \t\r\n,")) if following and closed is None else closed or size)

    def _rest_of_page(self) -> Values:
        """What follows the studies of a page: other members, and the brace that closes it."""
        buffer = self._buffer
        while (first := buffer.next()) == _COMMA:
            buffer.take(1)
            if not (self._pass() and buffer.next() == _COLON):
                break
            buffer.take(1)
            if not self._pass():
                break
        if first == _END_BRACE:
            buffer.take(1)
        elif buffer.next() is None:
            yield buffer.error("truncated-json", _CUT_OFF)
        else:
            yield buffer.error("bad-json", "malformed JSON: expected ',' or '}'")
            buffer.skip_to(_LINE, 1)

    def _pass(self) -> bool:
        """Takes a value that is not wanted; False where there is none."""
        size = self._end() if self._buffer.next() is not None else None
        self._buffer.take(size or 0)
        return size is not None

    def _end(self, longest: int = MAX_DOCUMENT) -> int | None:
        """How many bytes the value that begins here has, with the space after it.

        None where it is no JSON value, or does not end within the longest that it may be.
        """
        buffer = self._buffer
        while True:
            size = len(buffer.data) - buffer.at
            try:
                msgspec.json.decode(memoryview(buffer.data)[buffer.at :], type=msgspec.Raw)
                if buffer.ended or buffer.data[buffer.at] in b'{["':
                    return size
            except RecursionError:
                return None
            except msgspec.DecodeError as bad:
                byte = _BYTE.search(str(bad))
                if byte and "trailing characters" in str(bad):
                    return int(byte[1]) - 1
                if byte and int(byte[1]) < size - _LONGEST_TOKEN:
                    return None
            if buffer.ended or size > longest:
                return None
            buffer.grow_one_document()

    def _taken(self, size: int) -> Document | ReadError:
        data, place = self._buffer.take(size)
        try:
            return self._buffer.decode(data, place)
        except ReadError as error:
            return error

    def _broken(self, size: int) -> ReadError:
        """The error of what is no value and has so many bytes."""
        document = self._taken(size)
        if isinstance(document, ReadError):
            return document
        try:
            msgspec.json.decode(document.text, type=msgspec.Raw)
        except msgspec.DecodeError as bad:
            return malformed(document, str(bad))
        except RecursionError:
            return too_deep(document)
        return document.error("bad-json", "malformed JSON: a value is not complete")


def _begin(key: bytes) -> re.Pattern[bytes]:
    """How an element begins whose first key is known."""
    return re.compile(rb'\{\s*+"' + re.escape(key) + rb'"\s*+:')


def _closing(data: bytes) -> int | None:
    """The length of what begins with a bracket, up to the one that closes it; None if none does."""
    depth = 0
    for token in _BRACKET.finditer(data):
        depth += 1 if token[0] in {b"[", b"{"} else -1 if token[0] in {b"]", b"}"} else 0
        if depth <= 0:
            return token.end() if token.start() else None
    return None
