"""Criteria that follow from others."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.deciding import subsumes
from eligibility.linting.finding import Finding, finding
from eligibility.linting.gates import Gate, related
from eligibility.tree import same


def redundancy(found: list[Gate]) -> Iterator[Finding]:
    """Criteria that change nothing, as another one asks for as much; each once."""
    told: set[str] = set()
    for earlier, later in related([gate for gate in found if not gate.is_open and not gate.is_closed]):
        for wide, narrow in ((later, earlier), (earlier, later)):
            if wide.criterion.id in told or not _asked_of_all(narrow, wide) or not _follows(wide, narrow):
                continue
            told.add(wide.criterion.id)
            yield _told(wide, narrow)
            break


def _asked_of_all(narrow: Gate, wide: Gate) -> bool:
    """Whether everybody who has to pass the wide gate has to pass the narrow one too."""
    return narrow.cohort in {None, wide.cohort}


def _follows(wide: Gate, narrow: Gate) -> bool:
    """Whether who passes the narrow gate passes the wide one; of words not understood, whether they are the same."""
    if wide.is_read and narrow.is_read:
        return bool(subsumes(wide.passes, narrow.passes, budget=wide.budget))
    return wide.criterion.kind == narrow.criterion.kind and same(wide.criterion.constraint, narrow.criterion.constraint)


def _told(wide: Gate, narrow: Gate) -> Finding:
    one, other = wide.criterion, narrow.criterion
    criteria = sorted((one, other), key=lambda criterion: criterion.span)
    if one.kind != other.kind:
        return finding("mirrored", f"who passes {other.id} passes {one.id}", criteria)
    if _follows(narrow, wide):
        return finding("duplicate", f"{one.id} says the same as {other.id}", criteria)
    return finding("redundant", f"{one.id} follows from {other.id}", criteria)
