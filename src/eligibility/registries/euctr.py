"""The EU Clinical Trials Register (EudraCT): its download as text, or CSV and JSON with the fields of its form.

The form has a number before every question, such as "E.3 Principal inclusion criteria". Ages are three questions
with yes or no: under 18, 18 to 64, from 65 on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from eligibility.errors import ReadError
from eligibility.registries import delimited, json_values
from eligibility.registries.buffer import Buffer
from eligibility.registries.columns import Rows, Texts, columns, plain_name, rows_of, trials
from eligibility.registries.source import Document, Source
from eligibility.tree import Trial

NAME = "euctr"
LOOKS_FOR = "text or a table with 'E.3 Principal inclusion criteria', or JSON with e3_principal_inclusion_criteria"

_KEY = "principal_inclusion_criteria"
_ASKED = "Principal inclusion criteria"
_RECORD = re.compile(rb"^[ \t]*EudraCT Number[ \t]*:", re.IGNORECASE | re.MULTILINE)
_NUMBERED = r"[A-Z]\.[0-9][0-9.]*\s[^:\n]{2,150}?"
_UNNUMBERED = r"[A-Z][^:\n\t]{2,60}(?=:[ ]?\t)"
_ANSWER = re.compile(rf"^[ \t]*(?:({_NUMBERED}|{_UNNUMBERED})[ \t]*:[ \t]*|({_NUMBERED})$)", re.MULTILINE)
_LANGUAGE = re.compile(r"\s*\((?:in )?[A-Z][a-z]+\)$")
_LONGEST_LABEL = 200
_UNDER_18, _ADULTS, _ELDERLY = "f11trialhassubjectsunder18", "f12adults1864years", "f13elderly65years"
_FEMALE, _MALE = "f21female", "f22male"
_YES, _NO = "yes", "no"


def recognise(source: Source) -> bool:
    """Whether the question of the inclusion criteria is there."""
    if _is_json(source):
        return _KEY in source.head
    return _ASKED in source.head or columns(NAME).are_of(delimited.header(source))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in order; in the place of one that is broken, its error."""
    yield from trials(_rows(source), columns(NAME), source, name=NAME, changed=_answered)


def _rows(source: Source) -> Rows:
    if _is_json(source):
        return rows_of(json_values.values(source), lambda document: _answers(json_values.decoded(document)))
    if columns(NAME).are_of(delimited.header(source)):
        return delimited.rows(source, columns(NAME).lists)
    return rows_of(_of_text(source), _labelled)


def _is_json(source: Source) -> bool:
    return source.head.lstrip().startswith(("{", "["))


def _answers(value: Any) -> dict[str, str]:  # noqa: ANN401 - any JSON
    """The texts of an object, by name, however deep they are nested."""
    found: dict[str, str] = {}
    waiting = [("", value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((name, one) for one in reversed(value))
        elif value is not None:
            text = (_YES if value else _NO) if isinstance(value, bool) else str(value)
            found.setdefault(plain_name(name), text)
    return found


def _of_text(source: Source) -> Iterator[Document | ReadError]:
    """The text from each "EudraCT Number:" up to the next, without what is before the first; all, if there is none."""
    buffer = Buffer(source)
    is_first = True
    while buffer.next() is not None:
        found = buffer.find(_RECORD, _LONGEST_LABEL, 1)
        data, place = buffer.take((found.start() if found else len(buffer.data)) - buffer.at)
        if is_first and found and not _RECORD.match(data):
            continue
        is_first = False
        try:
            yield source.decode(data, place)
        except ReadError as error:
            yield error


def _labelled(document: Document) -> Texts:
    found: dict[str, str] = {}
    labels = list(_ANSWER.finditer(document.text))
    ends = [label.start() for label in labels[1:]] + [len(document.text)]
    for label, end in zip(labels, ends, strict=False):
        text = document.text[label.end() : end]
        found.setdefault(plain_name(_LANGUAGE.sub("", label[1] or label[2])), text.strip())
    return found


def _answered(values: dict[str, str], texts: Texts) -> None:
    """The number without what follows it in the lines below, and sex and ages out of the answers of yes and no."""
    values["id"] = values.get("id", "").strip().partition("\n")[0]
    female, male = _is_yes(texts, _FEMALE), _is_yes(texts, _MALE)
    if female or male:
        values["sex"] = "all" if female and male else "female" if female else "male"
    if ages := _ages(_is_yes(texts, _UNDER_18), _is_yes(texts, _ADULTS), _is_yes(texts, _ELDERLY)):
        values["age"] = ages


def _ages(under_18: bool | None, adults: bool | None, elderly: bool | None) -> str | None:
    """The range of all groups that take part; None where an answer is missing that it would need, or no group does."""
    groups = [under_18, adults, elderly]
    if None in groups or True not in groups:
        return None
    lower = (0, 18, 65)[groups.index(True)]
    upper = (17, 64, None)[2 - groups[::-1].index(True)]
    return f"{lower} to {upper} years" if upper else f"{lower}+ years"


def _is_yes(texts: Texts, name: str) -> bool | None:
    return {_YES: True, "true": True, _NO: False, "false": False}.get(texts.get(name, "").strip().casefold())
