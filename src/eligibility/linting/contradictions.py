"""Criteria that nobody can meet, alone or together, and those that everybody meets."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.deciding import Budget, conflicts
from eligibility.linting.finding import Finding, finding
from eligibility.linting.gates import Gate, together


def alone(found: list[Gate]) -> Iterator[Finding]:
    """Criteria that nobody passes, or everybody."""
    for gate in filter(lambda gate: gate.is_read, found):
        admits = gate.criterion.kind == "inclusion"
        if gate.is_closed:
            code = "impossible-criterion" if admits else "excludes-everyone"
            yield finding(code, f"{'no' if admits else 'every'} patient can meet {gate.criterion.id}", [gate.criterion])
        elif gate.is_open:
            code = "admits-everyone" if admits else "never-excludes"
            yield finding(code, f"{'every' if admits else 'no'} patient can meet {gate.criterion.id}", [gate.criterion])


def contradictions(found: list[Gate], budget: Budget) -> Iterator[Finding]:
    """Sets of criteria that no patient passes all of; without those that are closed, open or not understood alone."""
    told: set[tuple[str, ...]] = set()
    for some in together(found):
        asked = [gate for gate in some if gate.is_read and not gate.is_closed and not gate.is_open]
        for core in conflicts([gate.passes for gate in asked], budget=budget):
            criteria = [asked[at].criterion for at in core]
            names = tuple(one.id for one in criteria)
            if names not in told:
                told.add(names)
                yield finding("contradiction", f"no patient can pass {_listed(names)}", criteria)


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
