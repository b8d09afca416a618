"""Checks patients against nodes, criteria and trials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from eligibility.arguments import PATIENT, TREE, TRIAL, expect
from eligibility.check.explanation import Explanation, bare, of_leaf, of_operator
from eligibility.check.judging import Case
from eligibility.check.kleene import DECISIVE, Verdict, combined
from eligibility.check.leaves import judge
from eligibility.check.limits import LimitsOfNormal
from eligibility.check.missing import missing
from eligibility.check.patient import Patient
from eligibility.check.results import CriterionResult, Eligibility, TrialResult
from eligibility.check.settings import Assume, Choice, ReferenceRange, settings
from eligibility.check.trials import check_decided, registry_criteria, settled
from eligibility.check.vocabulary import Hierarchy, Vocabulary
from eligibility.pipeline import PackLike, rules_for
from eligibility.rules import Rules
from eligibility.tree import MAX_DEPTH, BaseLeaf, Criterion, Node, StructuredTrial
from eligibility.tree.nodes import BaseNode

T = TypeVar("T")

Decided = Mapping[str, bool]
"""Criteria that a person has decided, by id: whether the constraint holds."""


class Checker:
    """Checks patients on one day under the same settings; one checker serves any number of patients and trials.

    Args:
        as_of: the day of checking, a date or as ISO 8601 writes it.
        assume: what the absence of a diagnosis, drug and so on means: "open", that it is not known, or "closed", that
            there is none; for all domains or by domain. A measurement that is absent is never known.
        choose: which of several values counts: the latest in the window, the first, any, all, the lowest, the highest.
        reference_ranges: limits of normal for values that carry none; the first that fits counts.
        hierarchy: a vocabulary that knows which code is a kind of which.
        packs: rule packs on top of the built-in ones, loaded or as paths: those with which the trial was parsed.

    Raises:
        EligibilityError: a setting that there is not, or a pack that cannot be loaded.

    Example:
        >>> from eligibility import Patient, parse_criterion
        >>> checker = Checker("2024-03-09")
        >>> criterion = parse_criterion("HbA1c ≤ 8.5 %")
        >>> patient = Patient(measurements=[{"name": "HbA1c", "value": 69, "unit": "mmol/mol", "date": "2024-02-10"}])
        >>> checker.verdict(criterion.constraint, patient)
        'met'
    """

    def __init__(  # noqa: PLR0913 - all but the day by name
        self,
        as_of: date | str,
        *,
        assume: Assume = "open",
        choose: Choice = "latest",
        reference_ranges: Sequence[ReferenceRange] = (),
        hierarchy: Hierarchy | None = None,
        packs: Sequence[PackLike] = (),
    ) -> None:
        self.settings = settings(as_of, assume, choose, reference_ranges, hierarchy)
        self._vocabulary = _vocabulary(_Same(rules_for(packs)), _Same(hierarchy))
        self._limits = LimitsOfNormal(self.settings.reference_ranges, self._vocabulary)

    def case(self, patient: Patient) -> Case:
        """A patient made ready to be judged: give it in place of the patient where there are several questions."""
        expect(patient, Patient, "a check", PATIENT)
        return Case(patient, self.settings, self._vocabulary, self._limits)

    def verdict(self, node: BaseNode, patient: Patient | Case) -> Verdict:
        """The verdict on a node alone: at half the cost of an explanation, and less where one part decides."""
        expect(node, BaseNode, "verdict", TREE)
        return _verdict(node, self._case(patient), 0)  # type: ignore[arg-type]  # every BaseNode is one of Node

    def explain(self, node: BaseNode, patient: Patient | Case) -> Explanation:
        """The verdict on a node, and for it and all below it why."""
        expect(node, BaseNode, "explain", TREE)
        case = self._case(patient)

        def said(part: Node, below: tuple[Explanation, ...]) -> Explanation:
            return of_leaf(part, judge(part, case)) if isinstance(part, BaseLeaf) else of_operator(part, below)

        return node.fold(said)

    def node(self, node: BaseNode, patient: Patient | Case, *, explain: bool = True) -> Explanation:
        """The verdict on a node, with or without explanation."""
        return self.explain(node, patient) if explain else bare(node, self.verdict(node, patient))

    def criterion(
        self, criterion: Criterion, patient: Patient | Case, *, explain: bool = True, decided: bool | None = None
    ) -> CriterionResult:
        """The verdict on a criterion.

        Args:
            criterion: the criterion.
            patient: the patient.
            explain: whether to say why.
            decided: what a person has decided about it, in place of the record.
        """
        expect(criterion, Criterion, "criterion", "a Criterion, one of `trial.criteria`")
        node = criterion.constraint
        explanation = self.node(node, patient, explain=explain) if decided is None else settled(node, decided)
        return CriterionResult(
            id=criterion.id,
            kind=criterion.kind,
            text=criterion.text,
            verdict=explanation.verdict,
            admits=_admits(criterion, explanation.verdict),
            explanation=explanation,
        )

    def trial(
        self, trial: StructuredTrial, patient: Patient, *, explain: bool = True, decided: Decided | None = None
    ) -> TrialResult:
        """The verdict on a trial: all inclusion criteria, no exclusion criterion, and the registry's own age and sex.

        Args:
            trial: the trial.
            patient: the patient.
            explain: whether to say why, and what is missing.
            decided: criteria that a person has decided, by id, in place of the record.

        Raises:
            EligibilityError: `decided` names a criterion that the trial does not have, or says neither true nor false.
        """
        expect(trial, StructuredTrial, "trial", TRIAL)
        given = decided or {}
        case = self.case(patient)
        criteria = [*registry_criteria(trial.registry), *trial.criteria]
        check_decided(given, criteria)
        results = [self.criterion(one, case, explain=explain, decided=given.get(one.id)) for one in criteria]
        verdict, deciding = _decision(results)
        open_criteria = [one for one, result in zip(criteria, results, strict=True) if result.admits is None]
        return TrialResult(
            trial_id=trial.trial_id,
            patient_id=patient.patient_id,
            as_of=date.fromordinal(self.settings.as_of).isoformat(),
            verdict=verdict,
            deciding=deciding,
            missing=missing(open_criteria, case) if explain and verdict == "undetermined" else (),
            criteria=tuple(results),
        )

    def _case(self, patient: Patient | Case) -> Case:
        return patient if isinstance(patient, Case) else self.case(patient)


def _verdict(node: Node, case: Case, depth: int) -> Verdict:
    """The verdict on a node, parts that cannot change it left out; where a tree is very deep, all are asked."""
    if isinstance(node, BaseLeaf):
        return judge(node, case).verdict
    if depth > MAX_DEPTH:
        return node.fold(lambda part, below: combined(part, below) if below else _verdict(part, case, 0))
    verdicts: list[Verdict] = []
    decisive = DECISIVE.get(node.type)
    for part in node.parts():
        verdict = _verdict(part, case, depth + 1)
        if verdict == decisive:
            return verdict
        verdicts.append(verdict)
    return combined(node, verdicts)


def _admits(criterion: Criterion, verdict: Verdict) -> bool | None:
    return None if verdict == "unknown" else (verdict == "met") == (criterion.kind == "inclusion")


def _decision(results: Sequence[CriterionResult]) -> tuple[Eligibility, tuple[str, ...]]:
    against = tuple(one.id for one in results if one.admits is False)
    if against:
        return "ineligible", against
    unclear = tuple(one.id for one in results if one.admits is None)
    return ("undetermined", unclear) if unclear else ("eligible", tuple(one.id for one in results))


class _Same(Generic[T]):
    """What is known by being the same object, so that what was made of it can be kept."""

    def __init__(self, it: T) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


@lru_cache(maxsize=8)
def _vocabulary(rules: _Same[Rules], hierarchy: _Same[Hierarchy | None]) -> Vocabulary:
    return Vocabulary(rules.it, hierarchy.it)
