"""Criteria as gates: what a patient must meet to pass each, and who has to pass which."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

from eligibility.deciding import Answer, Budget, Statement, can_be_met
from eligibility.tree import Criterion, StructuredTrial

MAX_PAIRS = 20_000
"""How many pairs of criteria of one trial are compared."""

READ = 0.95
"""The share of its words that must be understood before a criterion is called wrong for what it says."""


class Gate:
    """A criterion, and what one must meet to pass it.

    Attributes:
        criterion: The criterion.
        cohort: Of whom it is asked; None is of everybody.
        budget: What questions about all gates of the trial may take.
    """

    def __init__(self, criterion: Criterion, cohort: str | None, budget: Budget) -> None:
        self.criterion = criterion
        self.cohort = cohort
        self.budget = budget
        self.passes = Statement(criterion.requirement())
        self.fails = Statement(~criterion.requirement())

    @property
    def is_read(self) -> bool:
        """Whether its words were understood, so that what its tree says can be held against the author."""
        return self.criterion.coverage >= READ

    @cached_property
    def is_closed(self) -> bool:
        """Whether nobody passes."""
        return can_be_met(self.passes, budget=self.budget) is Answer.NO

    @cached_property
    def is_open(self) -> bool:
        """Whether everybody passes."""
        return can_be_met(self.fails, budget=self.budget) is Answer.NO


def gates(trial: StructuredTrial, budget: Budget) -> list[Gate]:
    """The gates of a trial, in reading order; all questions about them share a budget."""
    return [Gate(criterion, trial.cohort_of(criterion), budget) for criterion in trial.criteria]


def together(found: list[Gate]) -> list[list[Gate]]:
    """The gates that one patient has to pass: a list for each cohort, those for everybody in all of them."""
    cohorts = dict.fromkeys(gate.cohort for gate in found if gate.cohort is not None)
    return [[gate for gate in found if gate.cohort in {None, cohort}] for cohort in cohorts] or [found]


def related(found: list[Gate]) -> list[tuple[Gate, Gate]]:
    """The pairs of gates that one patient has to pass and that speak of one thing; the earlier one first."""
    by_topic: dict[object, list[int]] = {}
    for at, gate in enumerate(found):
        for topic in gate.passes.topics:
            by_topic.setdefault(topic, []).append(at)
    pairs: dict[tuple[int, int], None] = {}
    for members in by_topic.values():
        for one, other in combinations(members, 2):
            if len(pairs) >= MAX_PAIRS:
                break
            if found[one].cohort is None or found[other].cohort is None or found[one].cohort == found[other].cohort:
                pairs[one, other] = None
    return [(found[one], found[other]) for one, other in sorted(pairs)]
