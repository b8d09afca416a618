"""References from one criterion to others, and the numbers that these go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from eligibility.linting.finding import Finding, finding
from eligibility.tree import Criterion, Span, StructuredTrial

_NUMBERS = r"(?P<numbers>#?\d{1,3}(?:(?:\s*(?:,|and|or|&|to|-|–|/)\s*)+#?\d{1,3})*)(?![\d.]*\d)(?!\s*(?:of|%))"
_TO_NUMBERS = re.compile(
    r"\b(?:(?P<kind>inclusion|exclusion)\s+criteri(?:on|a|um)|criterion)\s*(?:numbers?|no\.?|nos\.?|#)?\s*" + _NUMBERS,
    re.IGNORECASE,
)
_TO_NEIGHBOURS = re.compile(
    r"\b(?:criteri(?:on|a)|conditions?|diseases?|requirements?)\s+(?:(?:listed|mentioned|described|defined|specified|given)\s+)?"
    r"(?P<side>above|below)\b"
    r"|\b(?:above|below)[-\s](?P<other>mentioned|listed|described|defined)\s+(?:criteri(?:on|a)|conditions?|diseases?)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


class _Reference(NamedTuple):
    kind: str | None
    number: int
    span: Span


def references(trial: StructuredTrial) -> Iterator[Finding]:
    """References to criteria that are not there, or to the criterion itself; numbers that two criteria share."""
    known = {kind: _numbers(trial, kind) for kind in ("inclusion", "exclusion")}
    for at, criterion in enumerate(trial.criteria):
        for one in _found(criterion):
            kinds = [one.kind] if one.kind else list(known)
            if not any(one.number in known[kind] for kind in kinds):
                yield _dangling(criterion, f"there is no {one.kind or 'such'} criterion {one.number}", one.span)
            elif one.kind in {None, criterion.kind} and one.number == _number(criterion):
                message = f"{criterion.id} points to criterion {one.number}, which is itself"
                yield finding("reference-to-itself", message, [criterion], [one.span])
        yield from _neighbours(criterion, at == 0, at == len(trial.criteria) - 1)
    yield from _repeated(trial.criteria)


def _numbers(trial: StructuredTrial, kind: str) -> set[int]:
    """All numbers that a reader may call the criteria of a kind by: those written, and those counted."""
    some = [criterion for criterion in trial.criteria if criterion.kind == kind]
    written = {number for one in some if (number := _number(one)) is not None}
    return written | set(range(1, len(some) + 1))


def _number(criterion: Criterion) -> int | None:
    found = _DIGITS.search(criterion.marker.text) if criterion.marker else None
    return int(found[0]) if found and len(found[0]) < 4 else None


def _found(criterion: Criterion) -> Iterator[_Reference]:
    start = criterion.span[0]
    for found in _TO_NUMBERS.finditer(criterion.text):
        kind = found["kind"].lower() if found["kind"] else None
        for digits in _DIGITS.finditer(found["numbers"]):
            yield _Reference(kind, int(digits[0]), (start + found.start(), start + found.end()))


def _neighbours(criterion: Criterion, is_first: bool, is_last: bool) -> Iterator[Finding]:
    for found in _TO_NEIGHBOURS.finditer(criterion.text):
        above = (found["side"] or found[0]).lower().startswith("above")
        # A word before it in the same criterion may be what is meant.
        if (is_first and above and found.start() < _OPENING) or (
            is_last and not above and _ends(criterion, found.end())
        ):
            start = criterion.span[0]
            side = "above" if above else "below"
            yield _dangling(criterion, f"there is nothing {side}", (start + found.start(), start + found.end()))


_OPENING = 80
"""Characters of a criterion in which nothing can have been listed yet."""


def _ends(criterion: Criterion, end: int) -> bool:
    """Whether nothing is left of a criterion that could be the list that it speaks of."""
    return len(criterion.text[end:].strip(" .;:)")) == 0


def _dangling(criterion: Criterion, message: str, span: Span) -> Finding:
    return finding("dangling-reference", f"{criterion.id}: {message}", [criterion], [span])


def _repeated(criteria: Sequence[Criterion]) -> Iterator[Finding]:
    """Numbers that stand twice in one section, at one depth."""
    for _, some in groupby(criteria, key=lambda one: (one.kind, one.section, one.depth)):
        seen: dict[str, Criterion] = {}
        for criterion in some:
            marker = criterion.marker.text.strip() if criterion.marker else ""
            if not marker[:1].isdigit():
                continue
            if marker in seen:
                message = f"{seen[marker].id} and {criterion.id} are both numbered {marker}"
                yield finding("number-repeated", message, [seen[marker], criterion])
            seen[marker] = criterion
