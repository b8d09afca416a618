"""Patients against trees: three-valued verdicts (met, not met, unknown), each with its explanation.

`Checker` is the door; `patient` is what it takes, `explanation` and `results` what it gives, `leaves` judges one leaf.
"""

from eligibility.check.checker import Checker, Decided
from eligibility.check.explanation import Evidence, Explanation
from eligibility.check.finding import Finding
from eligibility.check.judging import Case
from eligibility.check.kleene import Verdict
from eligibility.check.knowledge import knowledge
from eligibility.check.leaves import judge
from eligibility.check.patient import EventFact, Fact, MeasurementFact, Patient
from eligibility.check.results import CriterionResult, Eligibility, Missing, TrialResult
from eligibility.check.settings import Assume, Assumption, Choice, ReferenceRange
from eligibility.check.vocabulary import Hierarchy, broader_concepts

__all__ = [
    "Assume",
    "Assumption",
    "Case",
    "Checker",
    "Choice",
    "CriterionResult",
    "Decided",
    "Eligibility",
    "EventFact",
    "Evidence",
    "Explanation",
    "Fact",
    "Finding",
    "Hierarchy",
    "MeasurementFact",
    "Missing",
    "Patient",
    "ReferenceRange",
    "TrialResult",
    "Verdict",
    "broader_concepts",
    "judge",
    "knowledge",
]
