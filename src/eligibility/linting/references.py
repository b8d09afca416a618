"""References from one criterion to others, and the numbers that these go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from eligibility.linting.finding import Finding, finding
from eligibility.tree import Criterion, Span, StructuredTrial

_DIGITS = re.compile(r"\d+")


def references(trial: StructuredTrial) -> Iterator[Finding]:
    """References to criteria that are not there, or to the criterion itself; numbers that two criteria share."""
    for criterion in trial.criteria:
        for one in criterion.cross_references:
            if not one.targets:
                yield _dangling(criterion, f'"{one.text}" is not there', one.span)
            elif criterion.id in one.targets:
                message = f'{criterion.id} says "{one.text}", which is itself'
                yield finding("reference-to-itself", message, [criterion], [one.span])
    yield from _repeated(trial.criteria)


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
