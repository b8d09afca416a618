"""CTIS, the Clinical Trials Information System of the EU: the JSON of a trial as its public portal gives it.

The lists `principalInclusionCriteria` and `principalExclusionCriteria` are found wherever they are nested, and so are
the sexes and the groups of people. Its age groups are codes that the JSON does not explain: they are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eligibility.errors import ReadError
from eligibility.registries import json_values
from eligibility.registries.columns import Columns, plain_name, rows_of, trials
from eligibility.registries.record import FIELDS, lines
from eligibility.registries.source import Document, Source
from eligibility.tree import Trial

NAME = "ctis"
LOOKS_FOR = "JSON with principalInclusionCriteria or ctNumber"

_INCLUSION, _EXCLUSION = "principalInclusionCriteria", "principalExclusionCriteria"
_IDS = ("ctNumber", "euctNumber", "euCtNumber")
_TITLES = ("fullTitle", "ctTitle", "publicTitle")
_FEMALE, _MALE = "isFemaleSubjects", "isMaleSubjects"
_GROUPS, _HEALTHY = "clinicalTrialGroups", "healthy"
_OWN = Columns(frozenset(), {field: (plain_name(field),) for field in FIELDS})


def recognise(source: Source) -> bool:
    """Whether it is JSON with the names that only CTIS has."""
    is_json = source.head.lstrip().startswith(("{", "["))
    return is_json and any(f'"{name}"' in source.head for name in (_INCLUSION, _EXCLUSION, _IDS[0]))


def read(source: Source) -> Iterator[Trial | ReadError]:
    """The trials, in order; in the place of one that is broken, its error."""
    yield from trials(rows_of(json_values.values(source), _texts), _OWN, source, name=NAME)


def _texts(document: Document) -> dict[str, str]:
    found = _named(json_values.decoded(document), {*_IDS, *_TITLES, _INCLUSION, _EXCLUSION, _FEMALE, _MALE, _GROUPS})
    texts = {
        "id": _first_text(found, _IDS),
        "title": _first_text(found, _TITLES),
        "inclusion": _list(found.get(_INCLUSION), _INCLUSION, document),
        "exclusion": _list(found.get(_EXCLUSION), _EXCLUSION, document),
    }
    female, male = found.get(_FEMALE), found.get(_MALE)
    if True in (female, male):
        texts["sex"] = "all" if female is male else "female" if female is True else "male"
    if isinstance(groups := found.get(_GROUPS), list):
        names = [str(_member(group, "name")).casefold() for group in groups]
        texts[plain_name("healthy_volunteers")] = "yes" if any(_HEALTHY in name for name in names) else "no"
    return texts


def _named(trial: Any, names: set[str]) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The first value of each name that is not empty, in the order of the text, however deep it is nested."""
    found: dict[str, Any] = {}
    waiting = [trial]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.update({name: one for name, one in value.items() if name in names and not found.get(name)})
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return found


def _first_text(found: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if isinstance(text := found.get(name), str) and text.strip()), "")


def _list(items: Any, name: str, document: Document) -> str:  # noqa: ANN401 - any JSON
    """The criteria of a list, each on a line of its own, with its number where there are several."""
    if items is None or isinstance(items, str):
        return items or ""
    texts = [_member(item, name) for item in items] if isinstance(items, list) else [None]
    if any(not isinstance(text, str) for text in texts):
        raise document.error("field-type", f"{name}: expected a list of criteria, each with its text")
    plain = [lines(str(text)).strip() for text in texts if str(text).strip()]
    if len(plain) < 2:
        return "".join(plain)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(plain, 1))


def _member(item: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    return item.get(name) if isinstance(item, dict) else item
