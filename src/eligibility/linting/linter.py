"""All findings in a trial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.deciding import Budget
from eligibility.linting.collected import collected
from eligibility.linting.contradictions import alone, contradictions
from eligibility.linting.finding import Finding, finding
from eligibility.linting.gates import gates
from eligibility.linting.plausibility import plausibility
from eligibility.linting.redundancy import redundancy
from eligibility.linting.references import references
from eligibility.linting.registry import registry_findings
from eligibility.linting.windows import windows
from eligibility.linting.wording import wording
from eligibility.pipeline import PackLike, parse, reader_for
from eligibility.rules import Rules
from eligibility.tree import StructuredTrial, Trial

STEPS = 2_000_000
"""The steps that all proofs about one trial may take: a few seconds, where a trial usually takes milliseconds."""

_ORDER = {"error": 0, "warning": 1, "info": 2}


def lint(trial: StructuredTrial | Trial | str, *, packs: Sequence[PackLike] = ()) -> tuple[Finding, ...]:
    r"""Finds faults in the criteria of a trial.

    What is called a contradiction or redundant is proven so (see `eligibility.subsumes`); the other findings rest on
    plausible ranges of the packs and on how criteria are worded.

    Args:
        trial: A trial as parsed; or a record or text, which is parsed first.
        packs: Rule packs on top of the built-in ones, as for `eligibility.parse`.

    Returns:
        The findings in the order of the text; those at one place by severity, the worst first.

    Raises:
        PackError: A pack cannot be loaded.

    Example:
        >>> for one in lint("Inclusion Criteria:\n- Age 18 to 65 years\n- HbA1c ≤ 85 %\n- Age under 12 years"):
        ...     print(one.severity, one.code, *one.criteria)
        error contradiction I1 I3
        warning unit-slip I2
    """
    structured = trial if isinstance(trial, StructuredTrial) else parse(trial, packs=packs)
    found = _findings(structured, reader_for(packs).rules)
    return tuple(sorted(found, key=lambda one: (one.spans[:1], _ORDER[one.severity], one.code, one.criteria)))


def _findings(trial: StructuredTrial, rules: Rules) -> Iterator[Finding]:
    budget = Budget(STEPS)
    doors = gates(trial, budget)
    yield from alone(doors)
    yield from contradictions(doors, budget)
    yield from redundancy(doors)
    yield from registry_findings(trial.registry, doors)
    if budget.is_spent:
        yield finding("not-compared", "the criteria are too many or too long to compare each with each")
    yield from references(trial)
    yield from collected(trial.diagnostics)
    for criterion in trial.criteria:
        yield from plausibility(criterion, rules)
        yield from windows(criterion)
        yield from wording(criterion)
        yield from collected(criterion.diagnostics, [criterion])
