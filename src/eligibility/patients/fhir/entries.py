"""From JSON to the resources in it, each with its patient: bundles, lists, single resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from eligibility.errors import ReadError
from eligibility.patients.fhir.elements import Identifier, Meta, Reference, Resource
from eligibility.registries import Document, malformed, too_deep

_BUNDLE = "Bundle"
_PATIENT = "Patient"
_MAX_NESTING = 8
_BY_IDENTIFIER = "?"


class Head(Resource):
    """What of a resource is read to know what it is and whose."""

    subject: Reference | None = None
    patient: Reference | None = None
    identifier: msgspec.Raw = msgspec.Raw()


class _Entry(msgspec.Struct, rename={"full_url": "fullUrl"}):
    full_url: str | None = None
    resource: msgspec.Raw = msgspec.Raw()


class _Bundle(msgspec.Struct):
    entry: tuple[_Entry, ...] = ()


class Entry(NamedTuple):
    """A resource.

    Attributes:
        kind: its type.
        id: its id; of a resource without one, that of the URL which its bundle gives it. Empty for none.
        content: the resource.
        place: where it stands, as errors name it.
        subject: the id of its patient; where it is named by an identifier, "?system|value"; None for no patient.
        identifiers: of a patient, its identifiers as `subject` would name them.
        updated: when it was changed last.
    """

    kind: str
    id: str
    content: bytes
    place: str
    subject: str | None
    identifiers: tuple[str, ...]
    updated: str


_HEAD = msgspec.json.Decoder(Head)
_ENTRIES = msgspec.json.Decoder(_Bundle)
_IDENTIFIERS = msgspec.json.Decoder(tuple[Identifier, ...])
_URN = re.compile(rb'"(urn:uuid:[!#-~]{1,64})"')


def entries(document: Document) -> Iterator[Entry | ReadError]:
    """The resources of a JSON value, of bundles those in them; in the place of what is none, its error."""
    content = document.text.encode()
    yield from _of(content, document, "", {}, 0)


def _of(
    content: bytes, document: Document, url: str, urls: Mapping[str, str], nesting: int
) -> Iterator[Entry | ReadError]:
    try:
        head = _HEAD.decode(content)
    except RecursionError:
        yield too_deep(document)
        return
    except (msgspec.ValidationError, msgspec.DecodeError) as bad:
        yield _bad(document, bad)
        return
    if head.resource_type == _BUNDLE:
        yield from _of_bundle(content, document, nesting)
    elif not head.resource_type:
        yield document.error("not-a-resource", "a JSON object without resourceType is no resource of FHIR")
    else:
        yield _entry(head, content, document, url, urls)


def _of_bundle(content: bytes, document: Document, nesting: int) -> Iterator[Entry | ReadError]:
    if nesting >= _MAX_NESTING:
        yield too_deep(document)
        return
    try:
        bundle = _ENTRIES.decode(content)
    except (msgspec.ValidationError, msgspec.DecodeError) as bad:
        yield _bad(document, bad)
        return
    urls = {url: name for one in bundle.entry if one.full_url for url, name in _named(one)}
    for one in bundle.entry:
        if bytes(one.resource):
            yield from _of(bytes(one.resource), document, one.full_url or "", urls, nesting + 1)


def _named(one: _Entry) -> Iterator[tuple[str, str]]:
    """The URL of an entry, and what it names as "Type/id"."""
    try:
        head = _HEAD.decode(one.resource)
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError):
        return
    assert one.full_url is not None
    yield one.full_url, f"{head.resource_type}/{head.id or _last(one.full_url)}"


def _entry(head: Head, content: bytes, document: Document, url: str, urls: Mapping[str, str]) -> Entry | ReadError:
    name = head.id or _last(url)
    kind = head.resource_type
    label = f"{kind}/{name}" if name else kind
    try:
        identifiers = _identifiers(head) if kind == _PATIENT else ()
    except msgspec.ValidationError as bad:
        return _bad(document, bad, label)
    return Entry(
        kind,
        name,
        _resolved(content, urls),
        f"{document.error('', '').place} {label}",
        name if kind == _PATIENT else _subject(head.subject or head.patient, urls),
        identifiers,
        _updated(head.meta),
    )


def _resolved(content: bytes, urls: Mapping[str, str]) -> bytes:
    """A resource with what it refers to by the URLs of its bundle under the names of the resources."""
    if not urls or b'"urn:' not in content:
        return content

    def named(found: re.Match[bytes]) -> bytes:
        name = urls.get(found[1].decode())
        return found[0] if name is None else msgspec.json.encode(name)

    return _URN.sub(named, content)


def _subject(reference: Reference | None, urls: Mapping[str, str]) -> str | None:
    if reference is None:
        return None
    if not reference.reference:
        return _by_identifier(reference.identifier) if reference.identifier is not None else None
    written = urls.get(reference.reference, reference.reference).split("/_history/")[0]
    kind, _, query = written.partition("?identifier=")
    if query:
        return _BY_IDENTIFIER + query
    kind, _, name = written.rpartition("/")
    if kind and not kind.endswith(_PATIENT):
        return None
    return name if kind else _last(written)


def _identifiers(head: Head) -> tuple[str, ...]:
    raw = bytes(head.identifier)
    return tuple(map(_by_identifier, _IDENTIFIERS.decode(raw))) if raw and raw != b"null" else ()


def _by_identifier(one: Identifier) -> str:
    return f"{_BY_IDENTIFIER}{one.system or ''}|{one.value or ''}"


def _updated(meta: Meta | None) -> str:
    return (meta.last_updated or "") if meta is not None else ""


def _last(url: str) -> str:
    """The last part of a URL: the id."""
    return url[max(url.rfind("/"), url.rfind(":")) + 1 :]


def _bad(document: Document, bad: Exception, label: str = "") -> ReadError:
    if isinstance(bad, msgspec.ValidationError):
        what = f"{label}: {bad}" if label else str(bad)
        return document.error("bad-resource", f"not as FHIR has it: {what}; correct it at its source")
    return malformed(document, str(bad))
