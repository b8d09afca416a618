"""XML of many records, cut into the elements that are one each, without holding more than one.

Each record is parsed alone. So a broken one is lost alone, and no declaration of an entity that a file begins with is
ever seen: nothing is fetched, nothing is expanded, and an entity that is none of HTML's is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from eligibility.errors import ReadError
from eligibility.registries.buffer import Buffer
from eligibility.registries.columns import Rows, plain_name, rows_of
from eligibility.registries.source import Document, Source

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

_LONGEST_TAG = 128
_LONGEST_HEAD = 1 << 13
_ENCODING = re.compile(r"""\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']""")
_NAMESPACE = re.compile(r"""\bxmlns:[\w.-]+\s*=\s*(?:"[^"<&]*"|'[^'<&]*')""")
_ENTITY = re.compile(r"&(\w+;)")
_XML_ENTITIES = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_BREAK = re.compile(r"<([bB][rR]\s*+/?)>")


def holds(source: Source, element: str) -> bool:
    """Whether the beginning of a source has an element of this name."""
    is_there = element in source.head and source.head.lstrip().startswith("<")
    return is_there and bool(re.search(rf"<(?:[\w.-]+:)?{element}[\s/>]", source.head))


def rows(source: Source, element: str) -> Rows:
    """A row for each element of the name: the text of what is in it, by path below it and by name alone."""
    if not source.head.lstrip().startswith("<"):
        raise Document("", source.name).error("not-a-study", f"no XML: looked for elements {element}")
    parser = _Parser(source)
    yield from rows_of(_documents(source, element, parser.encoding), lambda document: _texts(parser.parsed(document)))


def _documents(source: Source, element: str, encoding: str) -> Iterator[Document | ReadError]:
    buffer = Buffer(source)
    name = rb"(?:[\w.-]{1,40}:)?" + re.escape(element.encode())
    begin = re.compile(rb"<" + name + rb"(?=[\s/>])")
    edge = re.compile(rb"<(?P<end>/?)" + name + rb"(?:\s*+>|(?=[\s/]))")
    while buffer.skip_to(begin, _LONGEST_TAG):
        found = buffer.find(edge, _LONGEST_TAG, 1)
        is_whole = bool(found and found["end"])
        size = (found.end() if is_whole else found.start()) - buffer.at if found else len(buffer.data) - buffer.at
        data, place = buffer.take(size)
        try:
            document = source.decode(data, place, encoding)
        except ReadError as error:
            yield error
            continue
        message = f"the element {element} is not closed: is the file cut off?"
        yield document if is_whole else document.error("truncated-xml", message, len(document.text.rstrip()))


class _Parser:
    """Parses the records of one source: with its encoding, and the namespaces that its beginning declares."""

    def __init__(self, source: Source) -> None:
        declared = _ENCODING.match(source.head)
        self.encoding = _known(declared[1] if declared else "utf-8")
        names = _NAMESPACE.findall(source.head, 0, _LONGEST_HEAD) if "xmlns:" in source.head else []
        self._open = f"<_ {' '.join({name.partition('=')[0]: name for name in names}.values())}>"
        self._parser = _strict_parser()

    def parsed(self, document: Document) -> _Element:
        """The element that a text is.

        Raises:
            ReadError: it is no XML, by itself.
        """
        from lxml import etree  # noqa: PLC0415 - only XML needs it - slow to import, and few files need it

        text = _ENTITY.sub(_character, document.text)
        text = _BREAK.sub(r"&lt;\1&gt;", text)
        try:
            return etree.fromstring(f"{self._open}{text}</_>", self._parser)[0]
        except etree.XMLSyntaxError as bad:
            line, column = bad.position
            column -= len(self._open) if line == 1 else 0
            reason = (bad.msg or "").partition(", line ")[0]
            raise document.error_in_line("bad-xml", f"malformed XML: {reason}", line, column) from None


def _strict_parser() -> XMLParser:
    from lxml import etree  # noqa: PLC0415 - only XML needs it

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _known(encoding: str) -> str:
    """An encoding that extends ASCII; UTF-8 in place of any other, as UTF-16 has been converted by now."""
    try:
        return encoding if "<a>".encode(encoding) == b"<a>" else "utf-8"
    except LookupError:
        return "utf-8"


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _XML_ENTITIES else html5.get(entity[1], entity[0])


def _texts(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[tuple[str, _Element]] = [("", root)]
    while waiting:
        path, element = waiting.pop()
        for child in reversed(element):
            name = plain_name(str(child.tag).rpartition("}")[2])
            waiting.append((path + name, child))
        if not len(element):
            found.setdefault(path, element.text or "")
            found.setdefault(plain_name(str(element.tag).rpartition("}")[2]), element.text or "")
    return found
