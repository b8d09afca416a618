"""JSON of the ClinicalTrials.gov API, version 2: a study, an array or a page of them, or JSON Lines.

The fields are those of the API's published study data structure: `protocolSection.identificationModule` and
`protocolSection.eligibilityModule`. Whatever else a study holds is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from eligibility.errors import ReadError
from eligibility.registries import fields
from eligibility.registries.json_place import value_at
from eligibility.registries.json_values import malformed, too_deep, values
from eligibility.registries.source import Document, Source
from eligibility.tree import AgeLimits, Registry, Trial

NAME = "clinicaltrials-json"
LOOKS_FOR = "JSON of ClinicalTrials.gov studies with 'protocolSection.eligibilityModule'"

_SUFFIXES = {".json", ".jsonl", ".ndjson"}
_BEGINNING = re.compile(r"\s*(?:\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\]]|$))")
_AT = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.(\w+)|\[([0-9]+)\]")


class _Identification(msgspec.Struct, rename="camel"):
    nct_id: str | None = None
    brief_title: str | None = None
    official_title: str | None = None


class _Eligibility(msgspec.Struct, rename="camel"):
    eligibility_criteria: str | None = None
    healthy_volunteers: bool | None = None
    sex: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None


class _Protocol(msgspec.Struct, rename="camel"):
    identification_module: _Identification | None = None
    eligibility_module: _Eligibility | None = None


class _Study(msgspec.Struct, rename="camel"):
    protocol_section: _Protocol | None = None


class _StudyOrPage(_Study, rename="camel"):
    studies: list[msgspec.Raw] | None = None


_DECODER: msgspec.json.Decoder[_StudyOrPage] = msgspec.json.Decoder(_StudyOrPage)


def recognise(source: Source) -> bool:
    """Whether the text begins as a JSON object or an array of them does, or the file's name says JSON."""
    return source.suffix in _SUFFIXES or bool(_BEGINNING.match(source.head))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials of all studies, in order, one held at a time. A list without studies gives none.

    A study without eligibility criteria gives a trial with an empty `criteria_text`. In the place of a study that is
    malformed, cut off, no study at all, or has a field of the wrong type or meaning, comes its error.
    """
    for document in values(source):
        if isinstance(document, ReadError):
            yield document
        else:
            yield from _trials(document, source.shown_path)


def _trials(document: Document, source: str | None) -> Iterator[Trial | ReadError]:
    try:
        study = _decode(document)
        if study.studies is None:
            yield _trial(document, study, source)
            return
    except ReadError as error:
        yield error
        return
    for one in _parts(document, study.studies):
        yield from _trials(one, source)


def _parts(document: Document, studies: list[msgspec.Raw]) -> Iterator[Document]:
    """The text of each study of a page that is one document."""
    data = document.text.encode()
    at, place = 0, document.place
    for study in studies:
        begin = data.index(study, at)
        place = place.after(data[at:begin])
        yield Document(bytes(study).decode(), document.name, place)
        at = begin


def _decode(document: Document) -> _StudyOrPage:
    try:
        return _DECODER.decode(document.text)
    except msgspec.ValidationError as bad:
        raise _wrong_type(document, str(bad)) from None
    except msgspec.DecodeError as bad:
        raise malformed(document, str(bad)) from None
    except RecursionError:
        raise too_deep(document) from None


def _wrong_type(document: Document, reason: str) -> ReadError:
    found = _AT.search(reason)
    steps: list[str | int] = [name or int(index) for name, index in _STEP.findall(found[1] if found else "")]
    at = value_at(document.text, steps)
    if not steps or isinstance(steps[-1], int):
        return document.error("not-a-study", f"JSON that is no study: looked for {LOOKS_FOR}", at)
    what = reason[: found.start()] if found else reason
    return document.error("field-type", f"{_dotted(steps)}: {what[:1].lower()}{what[1:]}", at)


def _trial(document: Document, study: _Study, source: str | None) -> Trial:
    protocol = study.protocol_section or _Protocol()
    named = protocol.identification_module or _Identification()
    eligibility = protocol.eligibility_module
    if eligibility is None and not named.nct_id:
        message = f"JSON that is no study: looked for {LOOKS_FOR}"
        raise document.error("not-a-study", message, value_at(document.text, ()))
    return Trial(
        trial_id=named.nct_id or None,
        title=named.brief_title or named.official_title,
        criteria_text=(eligibility and eligibility.eligibility_criteria) or "",
        registry=_registry(document, eligibility) if eligibility else Registry(),
        source_format=NAME,
        source=source,
    )


def _registry(document: Document, eligibility: _Eligibility) -> Registry:
    field = "sex"
    try:
        sex = fields.sex(eligibility.sex) if eligibility.sex else None
        field = "minimumAge"
        lower = fields.age(eligibility.minimum_age or "")
        field = "maximumAge"
        upper = fields.age(eligibility.maximum_age or "")
    except ValueError as unknown:
        where = ("protocolSection", "eligibilityModule", field)
        raise document.error("field-value", f"{field}: {unknown}", value_at(document.text, where)) from None
    return Registry(age=AgeLimits(lower=lower, upper=upper), sex=sex, healthy_volunteers=eligibility.healthy_volunteers)


def _dotted(steps: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
