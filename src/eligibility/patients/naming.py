"""Names of concepts as records write them, without what records put around them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from eligibility.patients.data import load

_LONGEST = 400
"""Characters: nothing longer is taken apart."""
_PARTS = " / "
_BRAND = re.compile(r" \[[^\]]*\]$")


class Answer(msgspec.Struct, frozen=True):
    """A row of `answers`."""

    holds: bool
    codes: dict[str, str]
    words: frozenset[str]


class StatedBy(msgspec.Struct, frozen=True):
    """A row of `states`."""

    name: str
    snomed: tuple[str, ...]
    loinc: tuple[str, ...]
    holds: bool = True
    over: bool = False


class Naming(msgspec.Struct, frozen=True):
    """The sections of `naming.yaml`; what each is for stands there."""

    tags: frozenset[str]
    strengths: tuple[str, ...]
    salts: frozenset[str]
    minerals: frozenset[str]
    answers: tuple[Answer, ...]
    states: tuple[StatedBy, ...]
    systems: dict[str, str]
    visits: dict[str, frozenset[str]]


@cache
def naming() -> Naming:
    """What is known, loaded once in a process."""
    return load("naming.yaml", Naming)


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """A name without the semantic tag of SNOMED CT.

    Examples:
        >>> plain("Diabetes mellitus type 2 (disorder)")
        'Diabetes mellitus type 2'
        >>> plain("Cancer (of the lung)")
        'Cancer (of the lung)'
    """
    head, bracket, tag = name.strip().rpartition(" (")
    return head if bracket and tag.endswith(")") and tag[:-1] in naming().tags else name.strip()


@lru_cache(maxsize=1 << 14)
def ingredients(name: str) -> tuple[str, ...]:
    """The ingredients of a drug by its name: RxNorm names clinical drugs by ingredient, strength, dose form, brand.

    A name that is made otherwise is the only ingredient.

    Examples:
        >>> ingredients("24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet")
        ('metformin',)
        >>> ingredients("amlodipine 5 MG / benazepril hydrochloride 10 MG Oral Capsule [Lotrel]")
        ('amlodipine', 'benazepril')
        >>> ingredients("lisinopril"), ingredients("potassium chloride 20 MEQ Oral Tablet")
        (('lisinopril',), ('potassium chloride',))
    """
    given = plain(name)
    if len(given) > _LONGEST:
        return (given,)
    found = [_strong().match(part) for part in _BRAND.sub("", given).split(_PARTS)]
    named = tuple(dict.fromkeys(_without_salt(one["name"]) for one in found if one is not None))
    return named if named and None not in found else (given,)


@cache
def _strong() -> re.Pattern[str]:
    """A part of a clinical drug's name: perhaps an amount or hours, the ingredient, a strength."""
    units = "|".join(map(re.escape, naming().strengths))
    amount = rf"[0-9][0-9.,]{{0,12}} (?:{units}|HR|ACTUAT)\b"
    name = r"(?P<name>\D.{1,120}?)"
    return re.compile(rf"(?:{amount} ){{0,2}}{name} [0-9][0-9.,]{{0,12}} (?:{units})(?![A-Za-z])", re.ASCII)


def visit_named(code: str | None) -> str | None:
    """The name that criteria have for a kind of visit, by its code in FHIR or its concept id in OMOP.

    Example:
        >>> visit_named("IMP"), visit_named("9201"), visit_named("AMB")
        ('hospitalization', 'hospitalization', None)
    """
    return next((name for name, codes in naming().visits.items() if code in codes), None)


def _without_salt(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[-1].casefold() in naming().salts and words[0].casefold() not in naming().minerals:
        words.pop()
    return " ".join(words)
