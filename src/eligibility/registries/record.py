"""From the fields of a record, as a registry writes them, to a `Trial`: for formats that are not taken verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from textwrap import dedent
from typing import Final, TypeVar

from eligibility.html_tags import TAG, in_plain_text
from eligibility.registries import fields, wordings
from eligibility.registries.mojibake import repaired
from eligibility.tree import AgeLimits, Diagnostic, Registry, Trial

T = TypeVar("T")

FIELDS: Final = (
    "id",
    "title",
    "criteria",
    "inclusion",
    "exclusion",
    "minimum_age",
    "maximum_age",
    "age",
    "sex",
    "healthy_volunteers",
)
"""What a record may have: `criteria` is both lists in one text, `age` both limits in one."""

LISTS: Final = ("criteria", "inclusion", "exclusion")
"""Those that hold criteria."""

_RETURN = re.compile(r"(?:\r|&#xD;|&#13;|_x000D_)\n?", re.IGNORECASE)
_SPACE_AT_END = re.compile(r"(?<![ \t])[ \t]++(?=\n)")
_BLANK_LINES = re.compile(r"\n{3,}")
_HEADING = r"\W{0,8}(?:(?:key|main|principal|major)\s+)?%s(?:\s+criteri(?:a|on))?\s*[:\n]"
_HEADED = {kind: re.compile(_HEADING % kind, re.IGNORECASE) for kind in ("inclusion", "exclusion")}
_DASHES = re.compile(r"\s*([-*])\s.*\s\1\s")
_REPAIRED = (
    Diagnostic(
        code="text-repaired",
        severity="info",
        message="the registry's text was encoded twice ('â‰¥' for '≥'): it was put right before it was read",
    ),
)
_BOTH = re.compile(r"^\W{0,20}(?:\w+\s)?exclusion criteria\b", re.IGNORECASE | re.MULTILINE)


class UnknownWords(ValueError):
    """Words in a field that are not known; `field` is one of `FIELDS`."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(f"{field}: {reason}")


def trial(values: Mapping[str, str], *, source_format: str, source: str | None) -> Trial:
    """The trial of a record.

    Args:
        values: the text of each of `FIELDS` that the record has.
        source_format: the name of its format.
        source: its file.

    Raises:
        UnknownWords: an age, sex or volunteers in words that are not known.
    """
    as_lines = {field: lines(text) for field, text in values.items()}
    mended = {field: better for field, text in as_lines.items() if (better := repaired(text))}
    given = {field: _laid_out(text) for field, text in (as_lines | mended).items()}
    text = given.get("criteria") or composed(given.get("inclusion", ""), given.get("exclusion", ""))
    return Trial(
        trial_id=given.get("id", "").strip() or None,
        title=" ".join(given.get("title", "").split()) or None,
        criteria_text=text,
        registry=Registry(
            age=_age(given),
            sex=_value(given, "sex", wordings.sex),
            healthy_volunteers=_value(given, "healthy_volunteers", wordings.volunteers),
        ),
        diagnostics=_REPAIRED if mended.keys() & set(LISTS) else (),
        source_format=source_format,
        source=source,
    )


def composed(inclusion: str, exclusion: str) -> str:
    r"""One text of two lists, with a heading over each that has none; one that is empty is left out.

    A list of dashes that runs on in one line goes into the line of its heading, as only there its dashes are bullets.

    Examples:
        >>> composed("Adults", "EXCLUSION CRITERIA:\nStroke")
        'Inclusion Criteria:\nAdults\n\nEXCLUSION CRITERIA:\nStroke'
        >>> composed("- Adults - Able to walk", "")
        'Inclusion Criteria: - Adults - Able to walk'
    """
    lists = {"inclusion": inclusion.strip("\n"), "exclusion": exclusion.strip("\n")}
    if not lists["exclusion"].strip() and _BOTH.search(inclusion):
        return lists["inclusion"]
    headed = [
        text if _HEADED[kind].match(text) else f"{kind.capitalize()} Criteria:{_space_before(text)}{text}"
        for kind, text in lists.items()
        if text.strip()
    ]
    return "\n\n".join(headed)


def _space_before(text: str) -> str:
    runs_on = "\n" not in text and _DASHES.match(text)
    return " " if runs_on else "\n"


def lines(text: str) -> str:
    r"""A text with line breaks for returns and for tags of HTML that break lines; the other tags are left out.

    Only tags of HTML go: what is less than something stays. An exponent that is a tag becomes "^".

    Examples:
        >>> lines("Adults<br/>age <65<br>ANC > 10<sup>9</sup>/L&#xD;\n")
        'Adults\nage <65\nANC > 10^9/L\n'
    """
    if "\r" in text or "&#" in text or "_x" in text:
        text = _RETURN.sub("\n", text)
    return TAG.sub(in_plain_text, text) if ">" in text else text


def _laid_out(text: str) -> str:
    """A text without the indent that all of it has, space at the ends of lines, and more than one blank line."""
    text = text.strip("\n")
    if text[:1].isspace():
        text = dedent(text)
    text = _SPACE_AT_END.sub("", text)
    return (_BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text).rstrip()


def _age(given: Mapping[str, str]) -> AgeLimits | None:
    if both := given.get("age"):
        return _value({"age": both}, "age", fields.age_range)
    if not {"minimum_age", "maximum_age"} & given.keys():
        return None
    return AgeLimits(lower=_value(given, "minimum_age", wordings.age), upper=_value(given, "maximum_age", wordings.age))


def _value(given: Mapping[str, str], field: str, meaning: Callable[[str], T]) -> T | None:
    if field not in given:
        return None
    try:
        return meaning(given[field])
    except ValueError as unknown:
        raise UnknownWords(field, str(unknown)) from None
